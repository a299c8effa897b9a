from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.catalogue.schema import PermitTypeSpec
from applications.corrections.models import PointKind
from reviews.checklists.models import Judgement, Verdict

LONGEST_NOTE = 2000


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


class FindForm(forms.Form):
    cari = forms.CharField(required=False, max_length=40, strip=True)
