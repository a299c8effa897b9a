from django import forms
from django.utils.translation import gettext_lazy as _


class ProofForm(forms.Form):
    number = forms.CharField(
        label=_("Nomor izin"),
        help_text=_("Seperti tertulis di surat. Contoh: 500.16/0123/CONTOH/2026"),
        max_length=100,
        error_messages={"required": _("Nomor izin belum diisi.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    code = forms.CharField(
        label=_("Kode"),
        help_text=_("8 huruf dan angka di bawah nomor. Contoh: ABCD-2345"),
        max_length=20,
        error_messages={"required": _("Kode belum diisi.")},
        widget=forms.TextInput(attrs={"class": "w16 number", "autocomplete": "off", "autocapitalize": "characters"}),
    )
