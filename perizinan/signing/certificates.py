"""Certificates of the test authority: one root, one for time stamps, one for each signer."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_NAME = "Otoritas Uji Perizinan (contoh, bukan BSrE)"
TIMESTAMP_NAME = "Penanda Waktu Uji Perizinan (contoh, bukan BSrE)"
ORGANISATION = "Portal Perizinan (contoh)"

# Fixed dates: a clock set back must not make a signature invalid, and the authority lasts as long as its letters.
VALID_FROM = datetime(2024, 1, 1, tzinfo=UTC)
VALID_UNTIL = datetime(2049, 12, 31, tzinfo=UTC)

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, repr=False)
class Identity:
    key: Key
    certificate: x509.Certificate

    @classmethod
    def from_pem(cls, key: bytes, certificate: bytes) -> Self:
        loaded = serialization.load_pem_private_key(key, password=None)
        if not isinstance(loaded, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            raise ValueError("a key of the test authority is neither EC nor RSA")
        return cls(loaded, x509.load_pem_x509_certificate(certificate))

    def key_pem(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    def certificate_pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def new_root() -> Identity:
    return _identity(AUTHORITY_NAME, ec.generate_private_key(ec.SECP256R1()), issuer=None)


def new_timestamper(root: Identity) -> Identity:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)  # pyHanko's own TSA knows only RSA
    return _identity(TIMESTAMP_NAME, key, issuer=root, timestamps=True)


def new_signer(root: Identity, common_name: str) -> Identity:
    return _identity(common_name, ec.generate_private_key(ec.SECP256R1()), issuer=root)


def _identity(common_name: str, key: Key, *, issuer: Identity | None, timestamps: bool = False) -> Identity:
    subject = _name(common_name)
    signing_key = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_UNTIL)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(_usage(authority=issuer is None, timestamps=timestamps), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False)
    )
    if timestamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Identity(key, builder.sign(signing_key, hashes.SHA256()))


def _name(common_name: str) -> x509.Name:
    fitting = common_name.encode()[:64].decode(errors="ignore")  # X.520 allows 64 bytes
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, fitting),
        ]
    )


def _usage(*, authority: bool, timestamps: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority and not timestamps,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
