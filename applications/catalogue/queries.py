from django.db.models import QuerySet
from django.http import Http404

from applications.catalogue import search
from applications.catalogue.models import PermitType
from applications.catalogue.schema import Channel, PermitTypeSpec

POPULAR_SHOWN = 6


def published() -> QuerySet[PermitType]:
    return PermitType.objects.exclude(current=None).order_by("name")


def popular() -> list[PermitType]:
    """What this portal handles itself comes first."""
    found = list(published().filter(popular=True))
    return sorted(found, key=lambda each: (each.elsewhere != "", each.said_name))[:POPULAR_SHOWN]


def found(typed: str) -> list[PermitType]:
    """A catalogue has some hundred short rows at most, so they are ranked here, not in the database."""
    return search.rank(typed, published())


def listed() -> list[PermitType]:
    return sorted(published(), key=lambda each: each.said_name)


def handled_here() -> list[PermitType]:
    return sorted(published().filter(channel=Channel.LOCAL), key=lambda each: each.said_name)


def spec_or_404(slug: str) -> PermitTypeSpec:
    permit_type = published().select_related("current").filter(slug=slug).first()
    if permit_type is None or permit_type.current is None:
        raise Http404("no such permit type")
    return permit_type.current.parsed
