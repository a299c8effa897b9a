from abc import ABC, abstractmethod
from typing import Protocol

from django.views.decorators.debug import sensitive_variables

from perizinan.signing.refusals import SignerUnavailable
from perizinan.signing.verdict import Verification


class Signer(Protocol):
    def sign(self, pdf: bytes, *, signer_id: str, passphrase: str, reason: str) -> bytes:
        """The signed PDF, or SigningRefused. The passphrase lives in this call only."""

    def describe(self) -> str:
        """The sentence a letter carries about who stands behind its signature. Always Indonesian, always true."""

    def verify(self, pdf: bytes) -> Verification: ...


class CheckedSigner(ABC):
    """What every signer is built on: bytes leave only when they verify and still begin with the paper given."""

    @sensitive_variables("passphrase")
    def sign(self, pdf: bytes, *, signer_id: str, passphrase: str, reason: str) -> bytes:
        signed = self._sign(pdf, signer_id=signer_id, passphrase=passphrase, reason=reason)
        if not signed.startswith(pdf) or not self.verify(signed).valid:
            raise SignerUnavailable("invalid_result")
        return signed

    @abstractmethod
    def describe(self) -> str: ...

    @abstractmethod
    def verify(self, pdf: bytes) -> Verification: ...

    @abstractmethod
    def _sign(self, pdf: bytes, *, signer_id: str, passphrase: str, reason: str) -> bytes: ...
