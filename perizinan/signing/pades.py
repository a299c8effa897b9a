"""PAdES B-T with pyHanko: one invisible, certifying signature with a time stamp, and its verification."""

import io
from datetime import datetime

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from perizinan.signing.certificates import Identity
from perizinan.signing.verdict import UNREADABLE, Verification

FIELD = "TTE"
# Hex digits, two a byte: a signature with its time stamp takes under 4 kB. A fixed size saves a trial signature.
BYTES_RESERVED = 10240


class _PdfA2Writer(IncrementalPdfFileWriter):
    """Adds the signature and leaves what makes the file PDF/A-2a and UA-1 alone (tests compare it byte by byte)."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        pass  # pyHanko raises the file to PDF 2.0 for a certifying signature; PDF/A-2 is PDF 1.7

    def _update_meta(self) -> None:
        pass  # pyHanko writes the XMP anew with other prefixes than PDF/A's extension schemas name


def sign(pdf: bytes, *, by: Identity, timestamper: Identity, root: x509.Certificate, reason: str) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=reason,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signer = PdfSigner(
        metadata,
        SimpleSigner(
            signing_cert=_certificate(by.certificate),
            signing_key=_key(by),
            cert_registry=_trust(root).certificate_registry,
        ),
        timestamper=DummyTimeStamper(tsa_cert=_certificate(timestamper.certificate), tsa_key=_key(timestamper)),
        new_field_spec=SigFieldSpec(FIELD, readable_field_name="Tanda tangan elektronik"),
    )
    signed = signer.sign_pdf(_PdfA2Writer(io.BytesIO(pdf)), bytes_reserved=BYTES_RESERVED)
    return bytes(signed.getbuffer())


def verify(pdf: bytes, root: x509.Certificate) -> Verification:
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        if len(signatures) != 1 or signatures[0].field_name != FIELD:
            return UNREADABLE
        status = validate_pdf_signature(
            signatures[0], _trust(root), key_usage_settings=KeyUsageConstraints(key_usage={"non_repudiation"})
        )
        return _verdict(status)
    except Exception:  # noqa: BLE001 - a damaged file can fail in any way, and each of them means "not valid"
        return UNREADABLE


def _verdict(status: PdfSignatureStatus) -> Verification:
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    stamp = status.timestamp_validity
    stamped = bool(stamp and stamp.valid and stamp.intact and stamp.trusted)
    signed_at: datetime | None = stamp.timestamp if stamp and stamped else None
    return Verification(
        valid=bool(status.bottom_line and status.valid and status.intact and status.trusted and stamped and whole),
        intact=bool(status.intact),
        trusted=bool(status.trusted),
        covers_whole_file=whole,
        signer_name=str(status.signing_cert.subject.native.get("common_name", "")),
        signed_at=signed_at,
    )


def _trust(root: x509.Certificate) -> ValidationContext:
    return ValidationContext(trust_roots=[_certificate(root)], allow_fetching=False)


def _certificate(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _key(identity: Identity) -> asn1_keys.PrivateKeyInfo:
    return asn1_keys.PrivateKeyInfo.load(
        identity.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
