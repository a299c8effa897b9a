"""What allauth asks of us: addresses, words, ways out for its messages, the page after sign-in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perizinan import vault
from perizinan.accounts import actions
from perizinan.accounts.backends import may_sign_in
from perizinan.accounts.fields import PhoneField
from perizinan.accounts.models import User
from perizinan.accounts.queries import roles_of
from perizinan.accounts.roles import Role
from perizinan.outbox.actions import post_code

# allauth's letters -> our kinds of message (templates/messages/). An unknown one is an error, not silence.
_KINDS = {
    "account/email/login_code": "sign_in_code",
    "account/email/email_confirmation": "confirm_code",
    "account/email/email_confirmation_signup": "confirm_code",
    "account/email/unknown_account": "no_account",
}
# allauth's notes on the next page; those not named here are said by the page itself.
_NOTES = {
    "account/messages/password_changed.txt": _("Kata sandi Anda sudah diganti."),
    "account/messages/password_set.txt": _("Kata sandi Anda sudah dipasang."),
    "account/messages/email_confirmed.txt": _("Alamat e-mail Anda sudah kami catat."),
    "account/messages/email_confirmation_failed.txt": _("Alamat e-mail ini sudah dipakai akun lain."),
    "account/messages/phone_verified.txt": _("Nomor ponsel Anda sudah kami catat."),
    "account/messages/logged_out.txt": _("Anda sudah keluar."),
    "mfa/messages/totp_activated.txt": _("Aplikasi kode sudah dipasang."),
    "mfa/messages/totp_deactivated.txt": _("Aplikasi kode sudah dilepas."),
    "mfa/messages/recovery_codes_generated.txt": _("Kode cadangan baru sudah dibuat."),
    "usersessions/messages/sessions_logged_out.txt": _("Anda sudah keluar di perangkat lain."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Akun ini tidak aktif. Hubungi kami bila Anda masih memerlukannya."),
        "duplicate_email": _("Alamat e-mail ini sudah ada di akun Anda."),
        "email_password_mismatch": _("E-mail atau kata sandi tidak cocok. Kosongkan kata sandi untuk memakai kode."),
        "phone_password_mismatch": _("Nomor atau kata sandi tidak cocok. Kosongkan kata sandi untuk memakai kode."),
        "email_taken": _("Alamat e-mail ini sudah dipakai akun lain."),
        "phone_taken": _("Nomor ponsel ini sudah dipakai akun lain."),
        "enter_current_password": _("Kata sandi yang sekarang tidak cocok."),
        "incorrect_code": _("Kode tidak cocok. Periksa lagi 6 angka di pesan terakhir."),
        "incorrect_password": _("Kata sandi tidak cocok."),
        "invalid_login": _("Tulis nomor ponsel atau alamat e-mail."),
        "too_many_login_attempts": _("Terlalu banyak percobaan. Tunggu beberapa menit, lalu minta kode baru."),
        "same_as_current": _("Ini sama dengan yang sudah kami catat."),
        "select_only_one": _("Pilih salah satu."),
        "rate_limited": _("Terlalu sering. Tunggu satu menit, lalu coba lagi."),
    }

    # --- messages go out through the outbox
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        post_code(email=email, kind=_KINDS[template_prefix], context=_words(context), now=timezone.now())

    def send_verification_code_sms(self, *, phone: str, code: str, **_kwargs: Any) -> None:
        kind = "confirm_code" if current.request.user.is_authenticated else "sign_in_code"
        post_code(phone=phone, kind=kind, context={"code": code}, now=timezone.now())

    def send_unknown_account_sms(self, phone: str, **_kwargs: Any) -> None:
        post_code(phone=phone, kind="no_account", context={}, now=timezone.now())

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str = "",
        *_args: Any,
        message: str = "",
        **_kwargs: Any,
    ) -> None:
        text = message or _NOTES.get(message_template)
        if text:
            messages.add_message(request, level, str(text))

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """An address is replaced by another, never only taken away: it may be the last way in."""
        return not email_address.primary

    # --- phone numbers
    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        return PhoneField(required=kwargs.get("required", True))

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        actions.confirm_phone(user=user, phone=phone, now=timezone.now())

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone).first()

    # --- the way of a sign-in
    def pre_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse | None:
        if not may_sign_in(user):
            clear_login(request)
            closed: HttpResponse = self.respond_user_inactive(request, user)
            return closed
        response: HttpResponse | None = super().pre_login(request, user, **more)
        return response

    def get_login_stages(self) -> list[str]:
        ours = {
            "allauth.account.stages.PhoneVerificationStage": "perizinan.accounts.stages.ConfirmPhone",
            "allauth.account.stages.EmailVerificationStage": "perizinan.accounts.stages.ConfirmEmail",
        }
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(request.user)

    get_signup_redirect_url = get_login_redirect_url


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The secret of an authenticator app is encrypted like every personal number."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Kode tidak cocok. Ketik 6 angka yang sekarang tampil di aplikasi."),
        "unverified_email": _("Buktikan dulu alamat e-mail Anda."),
    }

    def get_totp_issuer(self) -> str:
        return "Perizinan"

    def encrypt(self, text: str) -> str:
        return vault.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return vault.decrypt(encrypted_text)


def home_of(user: Any) -> str:
    """Literal addresses: the pages live in slices above this one."""
    if not user.is_staff:
        return "/permohonan/"
    only_admin = roles_of(user, timezone.localdate()) - {Role.APPLICANT} == {Role.ADMIN}
    return "/pengelola/jenis/" if only_admin else "/meja/"


def _words(context: dict[str, Any]) -> dict[str, str]:
    return {"code": str(context["code"])} if context.get("code") else {}
