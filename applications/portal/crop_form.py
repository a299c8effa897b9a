"""The four edges of a crop, in percent of the picture as it stands."""

from typing import Any, Self

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.documents import framing
from applications.documents.models import Photo
from perizinan.files.pictures import Box

_MOST = round(100 - framing.LEAST * 100)


def _edge(label: Any) -> forms.FloatField:
    widget = forms.NumberInput(attrs={"class": "w4", "inputmode": "decimal", "step": "any"})
    return forms.FloatField(label=label, required=False, min_value=0, max_value=_MOST, widget=widget)


class CropForm(forms.Form):
    top = _edge(gettext_lazy("Atas"))
    right = _edge(gettext_lazy("Kanan"))
    bottom = _edge(gettext_lazy("Bawah"))
    left = _edge(gettext_lazy("Kiri"))
    turn = forms.TypedChoiceField(
        choices=[(turn, turn) for turn in framing.TURNS], coerce=int, widget=forms.HiddenInput
    )

    @classmethod
    def of(cls, photo: Photo) -> Self:
        return cls(initial={**framing.edges(framing.box_of(photo.crop)), "turn": photo.turn})

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors:
            try:
                framing.checked(self.box)
            except framing.BadCrop:
                raise forms.ValidationError(
                    _("Potongan ini terlalu kecil. Sisakan paling sedikit sepersepuluh dari tinggi dan lebarnya.")
                ) from None
        return found

    @property
    def box(self) -> Box:
        return framing.from_edges(*(self.cleaned_data[edge] or 0 for edge in ("top", "right", "bottom", "left")))

    @property
    def query(self) -> str:
        typed = {name: self.cleaned_data[name] or 0 for name in self.fields}
        return "&".join(f"{name}={value:g}" for name, value in typed.items())
