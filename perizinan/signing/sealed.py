"""A signer's key at rest: scrypt makes a key of the passphrase, AES-256-GCM locks the key with it."""

import base64
import json
import os

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.views.decorators.debug import sensitive_variables

from perizinan.signing.certificates import Identity
from perizinan.signing.refusals import WrongPassphrase

COST = 2**14  # 16 MB and about 40 ms a try on a small server; each signature waits that long


@sensitive_variables()
def seal(identity: Identity, passphrase: str) -> bytes:
    salt, nonce = os.urandom(16), os.urandom(12)
    certificate = identity.certificate.public_bytes(serialization.Encoding.DER)
    private = identity.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    locked = AESGCM(_stretch(passphrase, salt, COST)).encrypt(nonce, private, certificate)
    parts = {"certificate": certificate, "salt": salt, "nonce": nonce, "locked_key": locked}
    return json.dumps({"cost": COST} | {name: base64.b64encode(part).decode() for name, part in parts.items()}).encode()


@sensitive_variables()
def unseal(stored: bytes, passphrase: str) -> Identity:
    fields = json.loads(stored)
    certificate, salt, nonce, locked = (
        base64.b64decode(fields[name], validate=True) for name in ("certificate", "salt", "nonce", "locked_key")
    )
    try:
        private = AESGCM(_stretch(passphrase, salt, int(fields["cost"]))).decrypt(nonce, locked, certificate)
    except InvalidTag:
        raise WrongPassphrase from None
    key = serialization.load_der_private_key(private, password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return Identity(key, x509.load_der_x509_certificate(certificate))


@sensitive_variables()
def _stretch(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(passphrase.encode())
