"""Personal numbers at rest: encryption, exact-match digests, masking.

Keys come from settings.FIELD_KEYS (the first encrypts, all decrypt) and settings.FIELD_DIGEST_KEY.
No tables here; whoever owns a column declares it as EncryptedField beside a digest and the last four characters.
"""

from perizinan.vault.crypto import Unreadable, decrypt, digest, encrypt, rotate, seal, unseal
from perizinan.vault.fields import EncryptedField, Secret
from perizinan.vault.masking import holds_number, mask, mask_address, mask_numbers

__all__ = [
    "EncryptedField",
    "Secret",
    "Unreadable",
    "decrypt",
    "digest",
    "encrypt",
    "holds_number",
    "mask",
    "mask_address",
    "mask_numbers",
    "rotate",
    "seal",
    "unseal",
]
