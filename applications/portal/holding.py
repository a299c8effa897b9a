"""A permit in its holder's hands: whether it still holds, and what one may ask about it."""

import datetime
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from applications.catalogue.models import PermitType, spec_of
from applications.catalogue.schema import Kind, PermitTypeSpec
from applications.lifecycle.models import Application
from applications.permits.models import Permit
from applications.permits.queries import Verdict, verdict
from applications.portal.kind_words import ASKS

SOON = 60  # days before its end when a permit says so


class Offer(NamedTuple):
    kind: str
    name: str
    note: str
    href: str


@dataclass(frozen=True)
class Holding:
    permit: Permit
    days_left: int | None  # of a permit that ends and has not
    successor: Permit | None
    offers: tuple[Offer, ...] = ()

    @property
    def soon(self) -> bool:
        return self.days_left is not None and self.days_left <= SOON

    @property
    def renewal(self) -> Offer | None:
        return next((offer for offer in self.offers if offer.kind == Kind.RENEWAL), None)


def holding(case: Application, today: datetime.date) -> Holding | None:
    """Two queries; one more when the permit has ended, or when its type was closed."""
    permit = Permit.objects.filter(application=case).select_related("sealed").first()
    if permit is None:
        return None
    permit.application = case
    successor = _successor(permit) if permit.ended_how else None
    return Holding(permit, days_left(permit, today), successor, _offers(case, permit, today))


def _successor(permit: Permit) -> Permit | None:
    """The letter that ended it: the first of its kind that was signed."""
    after = Permit.objects.filter(predecessor=permit, state=Permit.State.SEALED)
    return after.select_related("application").order_by("sealed_at", "pk").first()


def days_left(permit: Permit, today: datetime.date) -> int | None:
    if permit.valid_until is None or verdict(permit, today) is not Verdict.VALID:
        return None
    return (permit.valid_until - today).days


def _offers(case: Application, permit: Permit, today: datetime.date) -> tuple[Offer, ...]:
    """What the newest version of its type offers, or that of its successor once it is closed; a permit that has run
    out can only be renewed."""
    now = verdict(permit, today)
    if permit.state != Permit.State.SEALED or now not in (Verdict.VALID, Verdict.EXPIRED):
        return ()
    spec = _newest(PermitType.objects.filter(versions=case.version_id))
    if spec is not None and spec.closed is not None:
        spec = _newest(PermitType.objects.filter(slug=spec.closed.successor, closed=False))
    if spec is None or not spec.local:
        return ()
    start = reverse("portal:start", args=[spec.slug])
    return tuple(
        Offer(offer.kind, str(ASKS[offer.kind]), str(offer.note), f"{start}?{_query(offer.kind, permit)}")
        for offer in spec.kinds
        if offer.kind.of_a_permit and (offer.kind is Kind.RENEWAL or now is Verdict.VALID)
    )


def _newest(types: QuerySet[PermitType]) -> PermitTypeSpec | None:
    current = types.exclude(current=None).values_list("current", flat=True).first()
    return spec_of(current) if current is not None else None


def _query(kind: Kind, permit: Permit) -> str:
    return urlencode({"jenis": kind.value, "izin": permit.number})
