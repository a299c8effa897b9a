from django.utils.translation import gettext as _


class SigningRefused(Exception):
    """No signature was made. `code` is for the record, `sentence` for the person at the form."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence


class WrongPassphrase(SigningRefused):
    def __init__(self) -> None:
        super().__init__(
            "wrong_passphrase",
            _("Kata sandi tanda tangan salah. Surat belum ditandatangani. Ketik lagi kata sandinya."),
        )


class SignerUnknown(SigningRefused):
    def __init__(self) -> None:
        super().__init__(
            "signer_unknown",
            _("Anda belum terdaftar sebagai penandatangan. Surat belum ditandatangani. Hubungi admin kantor."),
        )


class WeakPassphrase(SigningRefused):
    def __init__(self, least: int) -> None:
        super().__init__(
            "weak_passphrase",
            _("Kata sandi tanda tangan paling sedikit %(least)d huruf atau angka.") % {"least": least},
        )


class SignerUnavailable(SigningRefused):
    """The signer did not answer, or what it answered is not a signed copy of the paper it was given."""

    def __init__(self, code: str = "unavailable") -> None:
        super().__init__(
            code,
            _("Layanan tanda tangan belum dapat dipakai. Surat belum ditandatangani. Coba lagi beberapa menit lagi."),
        )
