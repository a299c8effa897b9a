"""Before the first section: where the activity is, and for whom the permit is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from perizinan.accounts import identity
from perizinan.accounts.fields import OneLineField
from perizinan.accounts.models import Party, User
from perizinan.accounts.queries import Capacity, own_party, standings_of
from perizinan.regions.models import Region
from perizinan.regions.queries import districts, villages

CITY, ELSEWHERE = "kota", "luar"
NEW = "baru"


class PlaceForm(forms.Form):
    district = forms.ChoiceField(
        label=_("Kecamatan tempat kegiatan"),
        error_messages={"required": _("Pilih kecamatan tempat kegiatan Anda.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(region.code, region.name) for region in districts()]
        field = self.fields["district"]
        assert isinstance(field, forms.ChoiceField), "declared above"
        field.choices = [
            ("", _("Pilih kecamatan")),
            *own,
            (CITY, _("Kota Mojokerto")),
            (ELSEWHERE, _("Di luar Kabupaten Mojokerto")),
        ]


class StartForm(forms.Form):
    village = forms.ChoiceField(
        label=_("Desa atau kelurahan"), error_messages={"required": _("Pilih desa atau kelurahan.")}
    )
    capacity = forms.ChoiceField(
        label=_("Untuk siapa izin ini?"),
        choices=[
            (Capacity.SELF, _("Saya sendiri")),
            (Capacity.BUSINESS, _("Usaha saya")),
            (Capacity.POWER, _("Orang lain, saya diberi kuasa")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih untuk siapa izin ini.")},
    )
    business = forms.ChoiceField(label=_("Usaha yang mana?"), required=False)
    business_name = OneLineField(label=_("Nama usaha"), max_length=150, required=False)
    nib = forms.CharField(
        label=_("NIB, bila ada"),
        required=False,
        help_text=_("13 angka dari OSS."),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w16 number"}),
    )
    principal_name = OneLineField(
        label=_("Nama pemberi kuasa"), max_length=150, required=False, help_text=_("Seperti tertulis di KTP.")
    )

    def __init__(self, *args: Any, district: str, user: User, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(region.code, f"{region.get_kind_display()} {region.name}") for region in villages(district)]
        self._set("village", [("", _("Pilih desa atau kelurahan")), *choices])
        self.parties = {str(s.party.pk): s.party for s in standings_of(user, today) if s.capacity == Capacity.BUSINESS}
        if self.parties:
            known = [(pk, party.name) for pk, party in self.parties.items()]
            self._set("business", [*known, (NEW, _("Usaha lain"))])
        else:
            del self.fields["business"]

    def _set(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField), "declared above"
        field.choices = choices

    def clean_nib(self) -> str:
        typed = self.cleaned_data["nib"]
        return identity.nib(typed) if typed and self.data.get("capacity") == Capacity.BUSINESS else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        new_business = cleaned.get("business") in (None, "", NEW)
        if cleaned.get("capacity") == Capacity.BUSINESS and new_business and not cleaned.get("business_name"):
            self.add_error("business_name", _("Nama usaha belum diisi."))
        if cleaned.get("capacity") == Capacity.POWER and not cleaned.get("principal_name"):
            self.add_error("principal_name", _("Nama pemberi kuasa belum diisi."))
        return cleaned

    def known_party(self, user: User) -> Party | None:
        if self.cleaned_data["capacity"] == Capacity.BUSINESS:
            return self.parties.get(self.cleaned_data.get("business", ""))
        if self.cleaned_data["capacity"] == Capacity.SELF:
            return own_party(user)
        return None

    def chosen_village(self) -> Region:
        return Region.objects.select_related("parent").get(code=self.cleaned_data["village"])
