"""Before the first section: what is asked for, where the activity is, and for whom the permit is."""

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.catalogue.schema import PermitTypeSpec
from applications.drafting.former import NoSuchPermit, PermitEnded, permit_named, permits_of
from applications.permits.models import Permit
from applications.portal.kind_words import NAMES
from perizinan.accounts import identity
from perizinan.accounts.fields import OneLineField
from perizinan.accounts.models import Party, User
from perizinan.accounts.queries import Capacity, own_party, standings_of
from perizinan.regions.models import Region
from perizinan.regions.queries import districts, villages
from perizinan.web.texts import tanggal

CITY, ELSEWHERE = "kota", "luar"
NEW = "baru"
OTHER = "lain"


class KindForm(forms.Form):
    """`jenis` in the address; each with its note."""

    jenis = forms.ChoiceField(
        label=_("Apa yang Anda perlukan?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Pilih apa yang Anda perlukan."),
            "invalid_choice": _("Pilih salah satu yang ada di sini."),
        },
    )

    def __init__(self, *args: Any, spec: PermitTypeSpec, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jenis"].choices = [  # type: ignore[attr-defined]  # declared above
            (offer.kind.value, _with_note(str(NAMES[offer.kind]), str(offer.note))) for offer in spec.kinds
        ]


class FormerForm(forms.Form):
    """The permit that this is about: one of ours, or the number on an older paper."""

    izin = forms.ChoiceField(
        label=_("Izin yang mana?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Pilih izinnya."),
            "invalid_choice": _("Izin ini tidak kami temukan di antara izin Anda. Pilih dari daftar."),
        },
    )
    nomor = OneLineField(
        label=_("Nomor izin lama"),
        max_length=100,
        help_text=_("Seperti tertulis di surat izinnya."),
        error_messages={"required": _("Nomor izin lama belum diisi.")},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, user: User, slug: str, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.slug, self.today = user, slug, today
        self.permit: Permit | None = None
        self.permits = {permit.number: permit for permit in permits_of(user, slug, today)}
        if self.permits:
            own = [(number, _with_note(_broken(number), _said(permit))) for number, permit in self.permits.items()]
            other = (OTHER, _("Izin lama di luar sistem ini"))
            self.fields["izin"].choices = [*own, other]  # type: ignore[attr-defined]  # declared above
            self.fields["nomor"].required = self.data.get("izin", OTHER) == OTHER
        else:
            del self.fields["izin"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.permit = self.permits.get(cleaned.get("izin", ""))
        if self.permit is None and not self.errors:
            self._find(cleaned["nomor"])
        return cleaned

    def _find(self, number: str) -> None:
        """A number of ours stands for the permit itself, if it is this person's."""
        try:
            self.permit = permit_named(self.user, self.slug, number, self.today)
        except NoSuchPermit:
            sentence = gettext("Nomor ini tidak kami temukan di antara izin Anda. Periksa lagi, atau hubungi kami.")
            self.add_error("nomor", sentence)
        except PermitEnded as ended:
            self.add_error("nomor", ended_sentence(ended.permit))

    @property
    def number(self) -> str:
        return self.permit.number if self.permit else str(self.cleaned_data["nomor"])


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

    def __init__(
        self, *args: Any, district: str, user: User, today: Any, permit: Permit | None = None, **kwargs: Any
    ) -> None:
        """`permit`: the one this is about; its place stands there already and may be changed, its holder may not."""
        super().__init__(*args, **kwargs)
        self.user, self.permit = user, permit
        self.initial = _of(permit)
        choices = [(region.code, f"{region.get_kind_display()} {region.name}") for region in villages(district)]
        self._set("village", [("", _("Pilih desa atau kelurahan")), *choices])
        standings = standings_of(user, today)
        self.parties = {str(s.party.pk): s.party for s in standings if s.capacity == Capacity.BUSINESS}
        holder = permit.application.applicant_id if permit else None
        principals = sorted((s.party for s in standings if s.capacity == Capacity.POWER), key=lambda p: p.pk == holder)
        self.principals = {party.name: party for party in principals}  # of two with one name the holder
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
        if self.permit is not None and not self.errors:
            party = self.known_party(self.user)
            if party is None or party.pk != self.permit.application.applicant_id:
                said = {"name": self.permit.holder_name}
                self.add_error("capacity", _("Izin ini atas nama %(name)s. Ajukan atas nama yang sama.") % said)
        return cleaned

    def known_party(self, user: User) -> Party | None:
        if self.cleaned_data["capacity"] == Capacity.BUSINESS:
            return self.parties.get(self.cleaned_data.get("business", ""))
        if self.cleaned_data["capacity"] == Capacity.SELF:
            return own_party(user)
        return self.principals.get(self.cleaned_data["principal_name"]) if self.permit is not None else None

    def chosen_village(self) -> Region:
        return Region.objects.select_related("parent").get(code=self.cleaned_data["village"])


def ended_sentence(permit: Permit) -> str:
    if permit.ended_how == Permit.Ended.REVOKED:
        return gettext("Izin nomor %(number)s sudah dicabut.") % {"number": permit.number}
    return gettext("Izin nomor %(number)s sudah diganti surat baru. Pilih surat yang baru.") % {"number": permit.number}


def _with_note(name: str, note: str) -> Any:
    return format_html('{}<span class="hint">{}</span>', name, note) if note else name


def _broken(number: str) -> str:
    """A number without spaces may break after each slash, so it fits 320 px."""
    return format_html_join(mark_safe("/<wbr>"), "{}", ((part,) for part in number.split("/")))


def _said(permit: Permit) -> str:
    holder = f"{permit.holder_name}, {permit.application.title}" if permit.application.title else permit.holder_name
    if permit.valid_until is None:
        return holder
    until = gettext("berlaku sampai %(day)s") % {"day": tanggal(permit.valid_until)}
    return f"{holder}, {until}"


def _of(permit: Permit | None) -> dict[str, Any]:
    if permit is None:
        return {}
    case = permit.application
    business = str(case.applicant_id) if case.capacity == Capacity.BUSINESS else ""
    principal = case.applicant.name if case.capacity == Capacity.POWER else ""
    return {
        "village": case.village_id,
        "capacity": case.capacity,
        "business": business,
        "principal_name": principal,
    }
