"""The portal's own test authority: files in one private folder, made when first needed."""

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from django.views.decorators.debug import sensitive_variables

from perizinan.signing import certificates, pades, sealed
from perizinan.signing.certificates import Identity
from perizinan.signing.interface import CheckedSigner
from perizinan.signing.refusals import SignerUnavailable, SignerUnknown, SigningRefused, WeakPassphrase
from perizinan.signing.verdict import Verification

PASSPHRASE_LEAST = 8
_SIGNER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class _Authority(NamedTuple):
    root: Identity
    timestamper: Identity


class LocalAuthority(CheckedSigner):
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def describe(self) -> str:
        return "Ditandatangani secara elektronik dengan otoritas uji portal. Bukan tanda tangan BSrE."

    def verify(self, pdf: bytes) -> Verification:
        return pades.verify(pdf, self._authority().root.certificate)

    def root_certificate(self) -> x509.Certificate:
        return self._authority().root.certificate

    def knows(self, signer_id: str) -> bool:
        return self._signer_file(signer_id).exists()

    @sensitive_variables("passphrase")
    def enrol(self, signer_id: str, common_name: str, passphrase: str) -> None:
        """A new key and certificate; for a known signer it replaces them (a forgotten passphrase has no other way)."""
        if len(passphrase) < PASSPHRASE_LEAST:
            raise WeakPassphrase(PASSPHRASE_LEAST)
        path = self._signer_file(signer_id)
        identity = certificates.new_signer(self._authority().root, common_name)
        _write(path, sealed.seal(identity, passphrase))

    @sensitive_variables("passphrase")
    def _sign(self, pdf: bytes, *, signer_id: str, passphrase: str, reason: str) -> bytes:
        try:
            authority = self._authority()
            identity = sealed.unseal(self._signer_file(signer_id).read_bytes(), passphrase)
            return pades.sign(
                pdf, by=identity, timestamper=authority.timestamper, root=authority.root.certificate, reason=reason
            )
        except FileNotFoundError:
            raise SignerUnknown from None
        except SigningRefused:
            raise
        except Exception as failure:  # an unreadable folder, key or paper: whatever it is, there is no signature
            raise SignerUnavailable from failure

    def _signer_file(self, signer_id: str) -> Path:
        if not _SIGNER_ID.fullmatch(signer_id):
            raise SignerUnknown
        return self._folder / "signers" / f"{signer_id}.json"

    def _authority(self) -> _Authority:
        marker = self._folder / "root.crt"  # written last: where it is, everything is
        if not marker.exists():
            self._create(marker)
        return _read(self._folder, marker.read_bytes())

    def _create(self, marker: Path) -> None:
        (self._folder / "signers").mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        with _locked(self._folder / "creation.lock"):
            if marker.exists():
                return
            root = certificates.new_root()
            timestamper = certificates.new_timestamper(root)
            _write(self._folder / "root.key", root.key_pem())
            _write(self._folder / "timestamper.key", timestamper.key_pem())
            _write(self._folder / "timestamper.crt", timestamper.certificate_pem())
            _write(marker, root.certificate_pem())


@lru_cache(maxsize=4)
def _read(folder: Path, root_certificate: bytes) -> _Authority:
    return _Authority(
        Identity.from_pem((folder / "root.key").read_bytes(), root_certificate),
        Identity.from_pem((folder / "timestamper.key").read_bytes(), (folder / "timestamper.crt").read_bytes()),
    )


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(path: Path, content: bytes) -> None:
    """All or nothing, and readable by this account alone from the first byte."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
