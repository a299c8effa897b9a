import time

import pytest

from perizinan.files import clamd
from tests.perizinan.files.made import EICAR, zipped

pytestmark = pytest.mark.filterwarnings("error")


def scan(*chunks, seconds=20):
    return clamd.scan(chunks, deadline=time.monotonic() + seconds)


def test_what_is_clean_has_no_name(scanner):
    assert scan(b"%PDF-1.7 ", b"", b"hello") == ""


@pytest.mark.parametrize("data", [EICAR, EICAR + b"\r\n", zipped()], ids=["plain", "with a tail", "in a zip"])
def test_a_virus_is_named(scanner, data):
    assert scan(data) == "Portal.Test.EICAR.UNOFFICIAL"


def test_a_virus_across_chunks_is_named(scanner):
    assert scan(EICAR[:20], EICAR[20:]) == "Portal.Test.EICAR.UNOFFICIAL"


def test_a_stream_that_is_too_long_is_not_scanned(scanner):
    with pytest.raises(clamd.NotScanned) as refused:
        scan(*[bytes(1 << 20)] * 13)

    assert refused.value.code == "clamd-unsure"


def test_clamd_tells_its_version(scanner):
    assert clamd.version().startswith("ClamAV 1.")
    assert clamd.is_alive()


def test_a_dead_clamd_is_away(dead_scanner):
    for ask in (clamd.version, lambda: scan(b"x")):
        with pytest.raises(clamd.NotScanned) as refused:
            ask()
        assert refused.value.code == "clamd-away"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"stream: OK",
        b"stream: OK\0stream: OK\0",
        b"stream: OK\n",
        b"OK\0",
        b" stream: OK\0",
        b"stream: ERROR\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"stream: Foo FOUND",
        b"\xff\xfe\0",
        b"x" * 100_000,
    ],
)
def test_any_other_answer_is_no_verdict(fake_clamd, answer):
    fake_clamd[b"zINSTREAM"] = answer

    with pytest.raises(clamd.NotScanned):
        scan(b"x" * 1000)


def test_the_exact_answer_is_a_verdict(fake_clamd):
    fake_clamd[b"zINSTREAM"] = b"stream: OK\0"

    assert scan(b"x") == ""


def test_ok_before_everything_was_read_is_no_verdict(fake_clamd):
    fake_clamd[b"zINSTREAM"] = b"stream: OK\0"
    fake_clamd["hasty"] = True

    with pytest.raises(clamd.NotScanned):
        scan(*[bytes(1 << 20)] * 20)


def test_silence_ends_at_the_deadline(fake_clamd):
    fake_clamd["silent"] = 5
    started = time.monotonic()

    with pytest.raises(clamd.NotScanned):
        scan(b"x", seconds=0.3)

    assert time.monotonic() - started < 2


@pytest.mark.parametrize("answer", [b"", b"PONG", b"nonsense\0"])
def test_a_ping_answered_with_nonsense_is_not_alive(fake_clamd, answer):
    fake_clamd[b"zPING"] = answer

    assert not clamd.is_alive()


def test_a_version_that_is_nonsense_is_no_verdict(fake_clamd):
    fake_clamd[b"zVERSION"] = b"UNKNOWN COMMAND\0"

    with pytest.raises(clamd.NotScanned):
        clamd.version()
