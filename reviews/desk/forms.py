import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.answers import dates
from applications.catalogue.schema import PermitTypeSpec
from applications.corrections.models import PointKind
from reviews.checklists.models import Judgement, Verdict
from reviews.inspections.rules import VISIT_RESULTS

LONGEST_NOTE = 2000
_GROUPS = r"[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"
_RUPIAH = re.compile(rf"(?:Rp\.?\s*)?({_GROUPS})(?:,-)?", re.IGNORECASE)


def _note(label: Any, *, help_text: Any = "", required: bool = False, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": _("Tulis dulu beberapa kata.")},
    )


class JudgeForm(forms.Form):
    """`note` may be missing here; the action says what it needs."""

    kind = forms.ChoiceField(choices=PointKind.choices, widget=forms.HiddenInput)
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    fingerprint = forms.CharField(max_length=64, widget=forms.HiddenInput)
    judgement = forms.ChoiceField(
        label=_("Penilaian"),
        choices=Judgement.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih dulu penilaiannya.")},
    )
    note = _note(_("Kalimat ini dibaca pemohon"))
    internal = _note(_("Catatan internal, tidak dilihat pemohon"), rows=2)

    @classmethod
    def of(cls, kind: str, key: str, fingerprint: str, verdict: Verdict | None) -> "JudgeForm":
        initial = {"kind": kind, "key": key, "fingerprint": fingerprint}
        if verdict is not None:
            initial |= {"judgement": verdict.judgement, "note": verdict.note, "internal": verdict.internal}
        return cls(initial=initial)


class PassOnForm(forms.Form):
    verb = forms.ChoiceField(
        label=_("Pertimbangan Anda"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih dulu pertimbangan Anda.")},
    )
    note = _note(
        _("Catatan untuk tahap berikutnya"),
        help_text=_("Dibaca petugas, tidak dibaca pemohon. Wajib bila menyarankan penolakan."),
    )

    def __init__(self, data: Any, *, choices: Sequence[tuple[str, Any]]) -> None:
        super().__init__(data)
        verb = self.fields["verb"]
        assert isinstance(verb, forms.ChoiceField)
        verb.choices = list(choices)
        if len(choices) == 1:
            verb.widget, verb.initial = forms.HiddenInput(), choices[0][0]
            self.fields["note"].help_text = _("Dibaca petugas, tidak dibaca pemohon.")


class RefusalForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Alasan"), widget=forms.RadioSelect, error_messages={"required": _("Pilih dulu alasannya.")}
    )
    text = _note(
        _("Penjelasan untuk pemohon"),
        help_text=_("Sebutkan apa yang tidak terpenuhi dan apa yang dapat dilakukan pemohon."),
        required=True,
        rows=6,
    )

    def __init__(self, data: Any, *, spec: PermitTypeSpec) -> None:
        super().__init__(data)
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)
        reason.choices = [(said.id, str(said)) for said in spec.refusal_reasons]


class DayField(forms.CharField):
    """A date as people type it here, kept as they typed it while it cannot be read."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return text
        try:
            return dates.read(text)
        except dates.NoSuchDay as error:
            raise forms.ValidationError(_("Tanggal ini tidak ada di kalender. Periksa lagi.")) from error
        except dates.NotADate as error:
            raise forms.ValidationError(_("Tanggal belum terbaca. Tulis seperti 1 Desember 2026.")) from error


class RupiahField(forms.CharField):
    """Rp1.250.000, 1250000, 1,250,000: whole rupiah, at most twelve digits."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return text
        found = _RUPIAH.fullmatch(text)
        digits = re.sub(r"\D", "", found[1]) if found else ""
        if not 0 < len(digits) <= 12:
            raise forms.ValidationError(_("Tulis jumlahnya dengan angka. Contoh: 250.000"))
        return int(digits)


def _day(label: Any) -> DayField:
    return DayField(
        label=label,
        widget=forms.TextInput(attrs={"class": "w16", "autocomplete": "off"}),
        error_messages={"required": _("Tulis dulu tanggalnya.")},
    )


def _scan(label: Any, help_text: Any, *, required: bool = False) -> forms.FileField:
    accept = "application/pdf,image/jpeg,image/png,image/webp,image/heic,.heic"
    return forms.FileField(
        label=label,
        help_text=help_text,
        required=required,
        allow_empty_file=True,  # the files slice says what is wrong with a file
        widget=forms.FileInput(attrs={"accept": accept}),
        error_messages={"required": _("Pilih dulu berkasnya.")},
    )


class ReportForm(forms.Form):
    """What is wrong with a report as a whole the action says, with the rows locked."""

    def refuse(self, sentences: Mapping[str, str]) -> None:
        """The action's sentences, each at its field."""
        self.is_valid()
        for name, sentence in sentences.items():
            self.add_error(name, sentence)


class VisitForm(ReportForm):
    on = _day(_("Tanggal pemeriksaan"))
    result = forms.ChoiceField(
        label=_("Hasil"),
        choices=[(result.value, result.label) for result in VISIT_RESULTS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih dulu hasilnya.")},
    )
    note = _note(
        _("Catatan"),
        help_text=_("Dibaca petugas, tidak dibaca pemohon. Wajib bila ada catatan atau hasilnya tidak sesuai."),
    )
    scan = _scan(_("Pindaian berita acara (BAP)"), _("PDF atau foto. Wajib bila hasilnya tidak sesuai."))


class PaymentForm(ReportForm):
    on = _day(_("Tanggal pembayaran"))
    amount = RupiahField(
        label=_("Jumlah yang dibayar"),
        help_text=_("Dalam rupiah. Contoh: 250.000"),
        widget=forms.TextInput(attrs={"class": "w16 number", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Tulis jumlah yang dibayar, dalam rupiah.")},
    )
    note = _note(_("Catatan"), help_text=_("Dibaca petugas, tidak dibaca pemohon."))
    scan = _scan(_("Pindaian bukti pembayaran"), _("PDF atau foto."))


class ScanForm(forms.Form):
    scan = _scan(_("Pindaian lain"), _("PDF atau foto."), required=True)

    @classmethod
    def of(cls, report: int) -> "ScanForm":
        """Several of them may stand on one page."""
        return cls(auto_id=f"id_{report}_%s")


class TransferForm(forms.Form):
    slug = forms.ChoiceField(
        label=_("Jenis izin yang benar"),
        widget=forms.Select,
        error_messages={
            "required": _("Pilih dulu jenis izinnya."),
            "invalid_choice": _("Pilih jenis izin dari daftar."),
        },
    )
    text = _note(
        _("Penjelasan untuk pemohon"),
        help_text=_("Mengapa jenis ini yang benar, dan apa yang perlu dilengkapi."),
        required=True,
        rows=6,
    )

    def __init__(self, data: Any, *, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        slug = self.fields["slug"]
        assert isinstance(slug, forms.ChoiceField)
        slug.choices = [("", _("Pilih")), *choices]


class FindForm(forms.Form):
    cari = forms.CharField(required=False, max_length=40, strip=True)
