"""The questions before a draft, one after the other; the address holds the answers given so far."""

import datetime
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django import forms

from applications.catalogue.schema import Kind, PermitTypeSpec
from applications.permits.models import Permit
from applications.portal.kind_words import kind_name
from applications.portal.start_forms import FormerForm, KindForm, PlaceForm
from perizinan.accounts.types import AuthedRequest


@dataclass(frozen=True)
class Start:
    kind: str = ""
    number: str = ""  # of the permit this is about
    permit: Permit | None = None  # when it is one of ours
    form: forms.Form | None = None  # the question that is still open, before the place
    place: PlaceForm = field(default_factory=PlaceForm)
    district: str = ""
    said: dict[str, str] = field(default_factory=dict)  # answered so far, as the address says it

    @property
    def kind_name(self) -> str:
        return kind_name(self.kind) if self.kind else ""

    @property
    def so_far(self) -> str:
        return f"?{urlencode(self.said)}" if self.said else ""

    @property
    def address(self) -> str:
        return f"?{urlencode({**self.said, 'district': self.district})}"


def start_of(request: AuthedRequest, spec: PermitTypeSpec, today: datetime.date) -> Start:
    typed = request.GET
    kind, said = spec.kinds[0].kind.value, {}
    if len(spec.kinds) > 1:
        kinds = KindForm(typed if "jenis" in typed else None, spec=spec)
        if not kinds.is_valid():
            return Start(form=kinds)
        kind = kinds.cleaned_data["jenis"]
        said["jenis"] = kind
    if not Kind(kind).of_a_permit:
        return _at_a_place(Start(kind=kind, said=said), typed)
    bound = typed if "izin" in typed or "nomor" in typed else None
    former = FormerForm(bound, user=request.user, slug=spec.slug, today=today)
    if not former.is_valid():
        return Start(kind=kind, form=former, said=said)
    said |= {key: str(former.cleaned_data[key]) for key in ("izin", "nomor") if former.cleaned_data.get(key)}
    return _at_a_place(Start(kind=kind, number=former.number, permit=former.permit, said=said), typed)


def _at_a_place(start: Start, typed: Any) -> Start:
    """The place of the former permit stands there already."""
    district = typed.get("district", "") or (start.permit.application.village.parent_id if start.permit else "") or ""
    bound = {"district": district} if district or "district" in typed else None
    return Start(start.kind, start.number, start.permit, None, PlaceForm(bound), district, start.said)
