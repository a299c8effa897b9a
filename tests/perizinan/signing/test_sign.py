import io
import logging
import re
import subprocess
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from django.views.debug import SafeExceptionReporterFilter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature

from perizinan.signing import SignerUnavailable, SignerUnknown, WrongPassphrase, pades
from perizinan.signing.authority import LocalAuthority
from tests.perizinan.signing.conftest import PASSPHRASE

pytestmark = pytest.mark.unit


def test_pyhanko_calls_it_valid_trusted_and_time_stamped(authority, signed):
    [signature] = PdfFileReader(io.BytesIO(signed)).embedded_regular_signatures
    status = validate_pdf_signature(signature, pades._trust(authority.root_certificate()))
    assert status.bottom_line
    assert status.valid
    assert status.intact
    assert status.trusted
    assert status.timestamp_validity.valid
    assert status.timestamp_validity.trusted
    assert status.modification_level == ModificationLevel.NONE
    assert status.docmdp_ok
    assert signature.docmdp_level == MDPPerm.NO_CHANGES
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_poppler_calls_it_valid(signed, tmp_path):
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, check=True).stdout.decode()
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "Kepala Dinas (contoh)" in said
    assert said.count("Signature #") == 1


def test_our_verdict(authority, signed):
    verdict = authority.verify(signed)
    assert verdict.valid
    assert verdict.intact
    assert verdict.trusted
    assert verdict.covers_whole_file
    assert verdict.signer_name == "Kepala Dinas (contoh)"
    assert timedelta(0) <= datetime.now(UTC) - verdict.signed_at < timedelta(minutes=5)


def test_signing_leaves_the_paper_and_its_standards_alone(letter_pdf, signed):
    assert signed.startswith(letter_pdf)
    with pikepdf.open(io.BytesIO(letter_pdf)) as before, pikepdf.open(io.BytesIO(signed)) as after:
        assert after.pdf_version == before.pdf_version == "1.7"
        assert "/Version" not in after.Root
        assert str(after.docinfo.ModDate) == str(before.docinfo.ModDate)
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        with after.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "2"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["pdfuaid:part"] == "1"
        assert after.Root.MarkInfo.Marked


def test_field_is_invisible_and_allowed_by_pdf_a(signed):
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        [field] = pdf.Root.AcroForm.Fields
        assert [float(edge) for edge in field.Rect] == [0, 0, 0, 0]
        assert int(field.F) & 0b100  # print
        assert not int(field.F) & 0b10  # hidden
        assert "/AP" not in field
        assert str(field.TU) == "Tanda tangan elektronik"
        assert all(page.Tabs == "/S" for page in pdf.pages)
        [reference] = field.V.Reference
        assert not {"/DigestLocation", "/DigestMethod", "/DigestValue"} & set(reference.keys())
        assert "/NeedAppearances" not in pdf.Root.AcroForm


def test_wrong_passphrase(authority, letter_pdf):
    for wrong in ("", PASSPHRASE + " ", PASSPHRASE.upper(), "x" * 5000):
        with pytest.raises(WrongPassphrase) as refused:
            authority.sign(letter_pdf, signer_id="kepala", passphrase=wrong, reason="x")
        assert refused.value.code == "wrong_passphrase"
        assert "belum ditandatangani" in refused.value.sentence


@pytest.mark.parametrize("stranger", ["user-404", "../root", "", "kepala.json", "a/b", "kepala\n", "x" * 65])
def test_unknown_signer(authority, letter_pdf, stranger):
    with pytest.raises(SignerUnknown):
        authority.sign(letter_pdf, signer_id=stranger, passphrase=PASSPHRASE, reason="x")


@pytest.mark.parametrize("paper", [b"", b"not a pdf", b"%PDF-1.7\n%%EOF"])
def test_what_is_not_a_paper_is_not_signed(authority, paper):
    with pytest.raises(SignerUnavailable):
        authority.sign(paper, signer_id="kepala", passphrase=PASSPHRASE, reason="x")


def test_signed_paper_is_not_signed_twice(authority, signed):
    with pytest.raises(SignerUnavailable):
        authority.sign(signed, signer_id="kepala", passphrase=PASSPHRASE, reason="x")


def test_result_that_does_not_verify_is_not_released(authority, letter_pdf, monkeypatch):
    spoilt = pades.sign

    def spoil(*args, **kwargs):
        made = bytearray(spoilt(*args, **kwargs))
        made[-20] ^= 1
        return bytes(made)

    monkeypatch.setattr(pades, "sign", spoil)
    with pytest.raises(SignerUnavailable) as refused:
        authority.sign(letter_pdf, signer_id="kepala", passphrase=PASSPHRASE, reason="x")
    assert refused.value.code == "invalid_result"


def test_passphrase_is_nowhere_afterwards(authority, letter_pdf, signed, caplog):
    wrong = "frasa yang salah sekali"
    with caplog.at_level(logging.DEBUG), pytest.raises(WrongPassphrase) as refused:
        authority.sign(letter_pdf, signer_id="kepala", passphrase=wrong, reason="x")
    told = [repr(refused.value), str(refused.value), refused.value.sentence, repr(authority), caplog.text]
    told += [repr(vars(authority)), repr(refused.value.__cause__)]
    for text in told:
        assert wrong not in text
        assert PASSPHRASE not in text
    kept = b"".join(path.read_bytes() for path in authority._folder.rglob("*") if path.is_file()) + signed
    assert PASSPHRASE.encode() not in kept


def test_passphrase_is_starred_in_error_reports(authority, letter_pdf):
    with pytest.raises(WrongPassphrase) as refused:
        authority.sign(letter_pdf, signer_id="kepala", passphrase="frasa yang salah sekali", reason="x")
    reported = []
    step = refused.value.__traceback__
    while step:
        if "/perizinan/signing/" in step.tb_frame.f_code.co_filename:
            cleansed = SafeExceptionReporterFilter().get_traceback_frame_variables(_Live(), step.tb_frame)
            reported.append(repr(cleansed))
        step = step.tb_next
    assert len(reported) >= 3
    assert not [text for text in reported if "salah sekali" in text]


class _Live:
    """Stands for a request: error reports are cleansed for it when DEBUG is off."""

    sensitive_post_parameters = "__ALL__"


def test_describe_is_true_and_claims_nothing_else(authority):
    said = authority.describe()
    assert "otoritas uji portal" in said
    assert "Bukan tanda tangan BSrE" in said


def test_enrolling_again_replaces_key_and_passphrase(tmp_path, letter_pdf):
    authority = LocalAuthority(tmp_path)
    authority.enrol("kepala", "Kepala (contoh)", "frasa pertama")
    first = authority.sign(letter_pdf, signer_id="kepala", passphrase="frasa pertama", reason="x")
    authority.enrol("kepala", "Kepala (contoh)", "frasa kedua")
    with pytest.raises(WrongPassphrase):
        authority.sign(letter_pdf, signer_id="kepala", passphrase="frasa pertama", reason="x")
    second = authority.sign(letter_pdf, signer_id="kepala", passphrase="frasa kedua", reason="x")
    assert authority.verify(first).valid
    assert authority.verify(second).valid


def test_room_for_the_signature_is_enough_for_the_longest_names(tmp_path, letter_pdf):
    authority = LocalAuthority(tmp_path)
    authority.enrol("panjang", "Ñ" * 300, PASSPHRASE)
    signed = authority.sign(letter_pdf, signer_id="panjang", passphrase=PASSPHRASE, reason="r" * 2000)
    contents = re.search(rb"/Contents <([0-9A-Fa-f]+)>", signed)[1]
    assert len(contents) == pades.BYTES_RESERVED
    assert len(contents.rstrip(b"0")) < 0.9 * pades.BYTES_RESERVED
