import tempfile
from pathlib import Path

from perizinan.signing import SignerUnavailable, SignerUnknown, Verification, WrongPassphrase
from perizinan.signing.authority import LocalAuthority
from perizinan.signing.interface import CheckedSigner

PASSPHRASE = "frasa sandi simulator"


class Simulator(CheckedSigner):
    """A signer that answers as told: each call to sign takes the next answer, "ok" when none is left.

    Answers: ok, wrong_passphrase, unknown, time_out, nonsense, not_a_pdf, unsigned, other_paper.
    For settings.SIGNER use the dotted path and set `Simulator.answers` first (monkeypatch it, so that it ends).
    """

    answers: list[str] = []
    _authority: LocalAuthority | None = None
    _folder: tempfile.TemporaryDirectory[str] | None = None

    def __init__(self, *answers: str) -> None:
        self._answers = list(answers) if answers else type(self).answers
        self.calls: list[dict[str, str]] = []

    def describe(self) -> str:
        return "Ditandatangani oleh simulator pengujian. Bukan tanda tangan BSrE."

    def verify(self, pdf: bytes) -> Verification:
        return self._backed().verify(pdf)

    def _sign(self, pdf: bytes, *, signer_id: str, passphrase: str, reason: str) -> bytes:
        self.calls.append({"signer_id": signer_id, "passphrase": passphrase, "reason": reason})
        answer = self._answers.pop(0) if self._answers else "ok"
        if answer == "wrong_passphrase":
            raise WrongPassphrase
        if answer == "unknown":
            raise SignerUnknown
        if answer == "time_out":
            raise SignerUnavailable("time_out")
        if answer == "not_a_pdf":
            return b'{"error": "Terjadi kesalahan", "status_code": 500}'
        if answer == "nonsense":
            return pdf + b"\n%%EOF nonsense"
        if answer == "unsigned":
            return pdf
        signed = self._backed().sign(pdf, signer_id="simulator", passphrase=PASSPHRASE, reason=reason)
        return b"%" + signed if answer == "other_paper" else signed

    @classmethod
    def _backed(cls) -> LocalAuthority:
        if cls._authority is None:
            cls._folder = tempfile.TemporaryDirectory(prefix="simulator-")  # gone with the process
            cls._authority = LocalAuthority(Path(cls._folder.name))
            cls._authority.enrol("simulator", "Simulator (contoh)", PASSPHRASE)
        return cls._authority
