import pytest

from perizinan.files.checks.tails import check_tail
from perizinan.files.checks.verdict import Refuse, Verdict
from tests.perizinan.files import made

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


PHOTO = made.photo(size=(64, 64))


@pytest.mark.parametrize("tail", [PHOTO, PHOTO + bytes(9) + PHOTO])
def test_whole_photos_behind_a_photo_are_not_worth_a_word(tail):
    verdict = Verdict()

    check_tail(tail, verdict=verdict)

    assert verdict.remarks == []


@pytest.mark.parametrize("behind", [b"\xff\xd8\xff" + bytes(99), PHOTO + b"words", PHOTO[:-20]])
def test_what_only_begins_like_a_photo_is_told(behind):
    verdict = Verdict()

    check_tail(behind, verdict=verdict)

    assert verdict.remarks == ["extra-data"]


def test_a_program_behind_the_second_photo_is_refused():
    with pytest.raises(Refuse):
        check_tail(PHOTO + b"MZ" + bytes(99), verdict=Verdict())
