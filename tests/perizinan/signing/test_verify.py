import hashlib
import io
import re

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from perizinan.signing import certificates, pades
from perizinan.signing.authority import LocalAuthority
from tests.perizinan.signing.conftest import PASSPHRASE

pytestmark = pytest.mark.unit

STEP = 397  # a prime, so that the sample meets every kind of place; about 130 of 60,000 bytes


@pytest.fixture(scope="session")
def signed_ranges(signed) -> tuple[tuple[int, int], tuple[int, int]]:
    start, length, second, rest = map(int, re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]", signed).groups())
    assert start == 0
    assert second + rest == len(signed)
    return (0, length), (second, len(signed))


def flipped(pdf: bytes, at: int, mask: int = 1) -> bytes:
    changed = bytearray(pdf)
    changed[at] ^= mask
    return bytes(changed)


def test_any_flipped_byte_in_the_signed_range_is_found(authority, signed, signed_ranges):
    (first, end), (second, last) = signed_ranges
    edges = {first, 1, end - 2, end - 1, second, second + 1, last - 2, last - 1}
    sample = edges | set(range(first, end, STEP)) | set(range(second, last, 41))
    missed = [at for at in sample if authority.verify(flipped(signed, at)).valid]
    assert len(sample) > 100
    assert missed == []


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_flipped_bit_in_the_signed_range_is_found(authority, signed, signed_ranges, data):
    at = data.draw(st.one_of(*(st.integers(first, last - 1) for first, last in signed_ranges)))
    mask = data.draw(st.integers(1, 255))
    assert not authority.verify(flipped(signed, at, mask)).valid


def test_any_flipped_byte_at_all_changes_the_fingerprint(signed):
    fingerprint = hashlib.sha256(signed).digest()
    assert all(hashlib.sha256(flipped(signed, at)).digest() != fingerprint for at in range(0, len(signed), STEP))


def test_flip_inside_the_signature_value_is_found_up_to_its_padding(authority, signed, signed_ranges):
    (_, end), (second, _) = signed_ranges
    used = end + 1 + len(signed[end + 1 : second - 1].rstrip(b"0"))
    survived = [at for at in range(end, used, 173) if authority.verify(flipped(signed, at, 0x03)).valid]
    # Bytes of the embedded root certificate and of unsigned attributes may survive; the SHA-256 check catches those.
    assert len(survived) < (used - end) / 173 / 2


@pytest.mark.parametrize("cut", [1, 100, 700, 11_000, 50_000])
def test_cut_file_is_not_valid(authority, signed, cut):
    assert not authority.verify(signed[:-cut]).valid


@pytest.mark.parametrize("added", [b"\n", b"%%EOF", b"\x00" * 10])
def test_bytes_added_at_the_end_are_found(authority, signed, added):
    verdict = authority.verify(signed + added)
    assert not verdict.valid
    assert not verdict.covers_whole_file


def test_later_revision_is_found(authority, signed):
    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    writer.update_root()
    changed = io.BytesIO()
    writer.write(changed)
    verdict = authority.verify(changed.getvalue())
    assert not verdict.valid
    assert not verdict.covers_whole_file


@pytest.mark.parametrize(
    "rubbish", [b"", b"x", b"%PDF-1.7", b"\x00" * 1000, b"%PDF-1.7\ntrailer <</Root 1 0 R>>\n%%EOF"]
)
def test_rubbish_is_not_valid_and_raises_nothing(authority, rubbish):
    assert not authority.verify(rubbish).valid


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 60_000), st.integers(0, 60_000))
def test_no_splice_of_a_signed_file_is_valid_or_raises(authority, signed, middle, start, end):
    spliced = signed[:start] + middle + signed[end:]
    assert spliced == signed or not authority.verify(spliced).valid


def test_unsigned_paper_is_not_valid(authority, letter_pdf):
    assert not authority.verify(letter_pdf).valid


def test_signature_of_another_authority_is_intact_but_not_trusted(authority, letter_pdf, tmp_path):
    other = LocalAuthority(tmp_path)
    other.enrol("kepala", "Kepala Dinas (contoh)", PASSPHRASE)
    verdict = authority.verify(other.sign(letter_pdf, signer_id="kepala", passphrase=PASSPHRASE, reason="x"))
    assert verdict.intact
    assert not verdict.trusted
    assert not verdict.valid


def test_certificate_for_time_stamps_cannot_sign_papers(authority, letter_pdf):
    made = authority._authority()
    root, stamps = made.root.certificate, made.timestamper
    signed = pades.sign(letter_pdf, by=stamps, timestamper=stamps, root=root, reason="x")
    verdict = authority.verify(signed)
    assert not verdict.trusted
    assert not verdict.valid


def test_paper_stamped_by_a_stranger_is_not_valid(authority, letter_pdf):
    made = authority._authority()
    strange = certificates.new_timestamper(certificates.new_root())
    by = certificates.new_signer(made.root, "Kepala (contoh)")
    signed = pades.sign(letter_pdf, by=by, timestamper=strange, root=made.root.certificate, reason="x")
    verdict = authority.verify(signed)
    assert verdict.trusted
    assert verdict.signed_at is None
    assert not verdict.valid


def test_paper_rewritten_by_a_tool_is_not_valid(authority, signed):
    rewritten = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        pdf.save(rewritten)
    assert not authority.verify(rewritten.getvalue()).valid
