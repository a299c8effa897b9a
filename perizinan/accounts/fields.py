"""Form fields whose clean value is already in the stored form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from perizinan.accounts import identity


class PhoneField(forms.CharField):
    """Cleans to E.164."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Nomor ponsel"))
        kwargs.setdefault("error_messages", {"required": _("Tulis nomor ponsel.")})
        kwargs.setdefault("help_text", _("Contoh: 0812 3456 7890"))
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "class": "w16"})
        )
        super().__init__(max_length=30, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return identity.phone(text) if text else ""


class ContactField(forms.CharField):
    """Phone number or e-mail address; cleans to E.164 or to lower case."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Nomor ponsel atau e-mail"))
        kwargs.setdefault("error_messages", {"required": _("Tulis nomor ponsel atau alamat e-mail.")})
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}))
        super().__init__(max_length=254, **kwargs)

    def clean(self, value: Any) -> str:
        email, phone = identity.contact(super().clean(value))
        return email or phone or ""


class OneLineField(forms.CharField):
    """A name that others read in a row of a list."""

    def to_python(self, value: Any) -> str:
        return identity.name(super().to_python(value) or "")


class NameField(OneLineField):
    """A person's name as on the identity card."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Nama lengkap"),
            help_text=_("Seperti di KTP, tanpa gelar."),
            error_messages={"required": _("Tulis nama lengkap.")},
            max_length=150,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
            **kwargs,
        )


class NikField(forms.CharField):
    """Cleans to 16 digits."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("NIK"))
        kwargs.setdefault("help_text", _("16 angka di KTP. Boleh ditempel dengan spasi."))
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w16 number"})
        )
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return identity.nik(text) if text else ""


class CodeField(forms.CharField):
    """The 6 digits of a message; spaces and dashes do not matter."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Kode 6 angka"))
        kwargs.setdefault("error_messages", {"required": _("Ketik 6 angka dari pesan kami.")})
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "w8 number"}),
        )
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> str:
        digits = "".join(character for character in super().clean(value) if character.isdigit())
        if len(digits) != 6:
            raise ValidationError(_("Kode terdiri dari 6 angka."), code="length")
        return digits
