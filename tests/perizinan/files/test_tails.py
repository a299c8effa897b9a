import pytest

from perizinan.files.checks.tails import check_tail
from perizinan.files.checks.verdict import Refuse, Verdict

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(("size", "few_only"), [(1024, True), (1025, False)])
def test_a_tail_is_remarked(size, few_only):
    verdict = Verdict()

    check_tail(b"x" * size, verdict=verdict, few_only=few_only)

    assert verdict.remarks == ["extra-data"]


def test_a_long_tail_has_no_reason_behind_a_pdf():
    with pytest.raises(Refuse) as refused:
        check_tail(b"x" * 1025, verdict=Verdict(), few_only=True)

    assert refused.value.code == "mixed"


def test_blanks_are_no_tail():
    verdict = Verdict()

    check_tail(b"\0\r\n \x1a", verdict=verdict)

    assert verdict.remarks == []
