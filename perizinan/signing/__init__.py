"""Signing: a finished PDF and a passphrase in, a PAdES-signed PDF out, or a named refusal.

Here: the Signer interface, the portal's own test authority, verification; every signer checks its own result.
Not here: which permit is signed, by whom and when (permits), what the letter says (papers), storing bytes.
"""

from perizinan.signing.choice import signer, verify
from perizinan.signing.interface import Signer
from perizinan.signing.refusals import SignerUnavailable, SignerUnknown, SigningRefused, WrongPassphrase
from perizinan.signing.verdict import Verification

__all__ = [
    "Signer",
    "SignerUnavailable",
    "SignerUnknown",
    "SigningRefused",
    "Verification",
    "WrongPassphrase",
    "signer",
    "verify",
]
