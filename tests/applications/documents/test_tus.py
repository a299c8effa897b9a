import base64
from datetime import UTC, datetime

import pytest

from applications.documents import tus


def word(text):
    return base64.b64encode(text.encode()).decode()


def test_metadata_is_read_as_the_protocol_writes_it():
    header = f"filename {word('surat pérmohonan.pdf')},photo {word('1')} , alone"
    assert tus.metadata(header) == {"filename": "surat pérmohonan.pdf", "photo": "1", "alone": ""}
    assert tus.metadata(None) == tus.metadata("") == {}


@pytest.mark.parametrize(
    "header", ["filename !!!", f"filename {word('a')},filename {word('b')}", "filename /w==", " ,, Zm9v Zm9v Zm9v"]
)
def test_metadata_that_nobody_can_read_is_refused(header):
    with pytest.raises(tus.Malformed):
        tus.metadata(header)


@pytest.mark.parametrize("header", [None, "", "-1", "+1", "1_0", " 1", "1.0", "0x10", "٣", "9" * 16])
def test_a_number_is_digits_and_fits_the_column(header):
    with pytest.raises(tus.Malformed):
        tus.number(header)


def test_numbers():
    assert (tus.number("0"), tus.number("10485760")) == (0, 10485760)


@pytest.mark.parametrize("said", ["abc", "A" * 64, "g" * 64, "a" * 65])
def test_a_hash_is_64_hexadecimal_signs(said):
    with pytest.raises(tus.Malformed):
        tus.sha256(said)
    assert tus.sha256("a" * 64) == "a" * 64
    assert tus.sha256("") == ""


def test_the_hour_of_expiry_is_that_of_http():
    assert tus.expires(datetime(2026, 11, 24, 10, 5, tzinfo=UTC)) == "Tue, 24 Nov 2026 10:05:00 GMT"
