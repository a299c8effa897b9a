from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm, ConfirmLoginCodeForm, LoginForm, ReauthenticateForm, VerifyPhoneForm
from allauth.account.forms import ConfirmEmailVerificationCodeForm as AllauthConfirmEmailForm
from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as SecondStepAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from perizinan.accounts import identity
from perizinan.accounts.fields import CodeField, ContactField, NameField, NikField
from perizinan.accounts.models import Party, User
from perizinan.vault import mask

_NEW_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})
_OLD_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "current-password"})


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth is untyped
    """One address; with a password at once, without one by a code we send."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = ContactField(help_text=_("Contoh: 0812 3456 7890 atau nama@contoh.id"))
        self.fields["password"] = forms.CharField(
            label=_("Kata sandi, bila Anda memasangnya"), required=False, strip=False, widget=_OLD_PASSWORD
        )
        self.fields.pop("remember", None)

    def _setup_password_field(self) -> None:
        """allauth would drop the field, since signing up asks for no password."""

    def _login_by_code(
        self, request: HttpRequest, redirect_url: str | None, credentials: dict[str, str]
    ) -> HttpResponse:
        if self.user and credentials.get("email"):
            sync_user_email_address(self.user)  # a login made in the admin has no allauth address yet
        response: HttpResponse = super()._login_by_code(request, redirect_url, credentials)
        return response


class SignUpForm(forms.Form):
    name = NameField()
    contact = ContactField(help_text=_("Kami mengirim kode ke sana. Contoh: 0812 3456 7890 atau nama@contoh.id"))

    @property
    def address(self) -> tuple[str | None, str | None]:
        """(email, phone): one of the two."""
        return identity.contact(self.cleaned_data["contact"])


class ProfileForm(forms.Form):
    name = NameField()
    nik = NikField(required=False)
    address = forms.CharField(
        label=_("Alamat"),
        help_text=_("Seperti di KTP. Jangan disingkat."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )
    language = forms.ChoiceField(
        label=_("Bahasa halaman dan pesan"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, user: User, party: Party, **kwargs: Any) -> None:
        initial = {"name": party.name, "address": party.address, "language": user.language}
        super().__init__(*args, **{"initial": initial, **kwargs})
        if party.nik_last4:
            self.fields["nik"].help_text = _("Tersimpan: %(nik)s. Isi hanya bila ingin mengganti.") % {
                "nik": mask(party.nik_last4)
            }


class PasswordForm(forms.Form):
    """Sets or changes. Who came in by a code a moment ago has proven more than an old password would."""

    old = forms.CharField(
        label=_("Kata sandi sekarang"),
        strip=False,
        widget=_OLD_PASSWORD,
        error_messages={"required": _("Ketik kata sandi Anda yang sekarang.")},
    )
    new = forms.CharField(
        label=_("Kata sandi baru"),
        help_text=_("Paling sedikit 10 huruf atau angka. Kalimat pendek lebih mudah diingat."),
        strip=False,
        widget=_NEW_PASSWORD,
        error_messages={"required": _("Ketik kata sandi yang baru.")},
    )
    again = forms.CharField(
        label=_("Kata sandi baru, sekali lagi"),
        strip=False,
        widget=_NEW_PASSWORD,
        error_messages={"required": _("Ketik kata sandi yang baru sekali lagi.")},
    )

    def __init__(self, *args: Any, user: User, ask_old: bool, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        if not ask_old:
            del self.fields["old"]

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise get_adapter().validation_error("enter_current_password")
        return old

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        password_validation.validate_password(new, self.user)
        return new

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", _("Dua kata sandi ini berbeda. Ketik sekali lagi."))
        return data


class _WithCode:
    """allauth's form with our code field."""

    base_fields: dict[str, forms.Field]
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = CodeField()


class SignInCodeForm(_WithCode, ConfirmLoginCodeForm):  # type: ignore[misc]
    pass


class EmailCodeForm(_WithCode, AllauthConfirmEmailForm):  # type: ignore[misc]
    pass


class PhoneCodeForm(_WithCode, VerifyPhoneForm):  # type: ignore[misc]
    pass


class NewEmailForm(AddEmailForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Alamat e-mail baru")
        self.fields["email"].help_text = _("Kami mengirim 6 angka ke alamat ini. Contoh: nama@contoh.id")
        self.fields["email"].widget.attrs.pop("placeholder", None)


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = forms.CharField(label=_("Kata sandi"), strip=False, widget=_OLD_PASSWORD)


def _app_code(form: forms.Form) -> None:
    form.fields["code"].label = _("Kode dari aplikasi")
    form.fields["code"].widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "w8 number"}
    )


class SecondStepForm(AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _app_code(self)
        self.fields["code"].help_text = _("6 angka di aplikasi, atau salah satu kode cadangan Anda.")


class SecondStepAgain(SecondStepAgainForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _app_code(self)


class AppCodeForm(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _app_code(self)
