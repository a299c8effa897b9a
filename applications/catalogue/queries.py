from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.db.models import Count, Max, QuerySet
from django.http import Http404

from applications.catalogue.directory import Service
from applications.catalogue.models import PermitType, Version
from applications.catalogue.schema import Channel, PermitTypeSpec

POPULAR_SHOWN = 6


def published() -> QuerySet[PermitType]:
    return PermitType.objects.exclude(current=None).order_by("name")


_read: dict[tuple[int, int], tuple[Service, ...]] = {}


def services() -> tuple[Service, ...]:
    """All types a visitor may find: some hundred short rows at most, so they are searched here, not in the database.

    Read once a process and kept until something is published: what they show comes from versions alone, and every
    publication makes a version that is newer than all before."""
    state = published().order_by().aggregate(types=Count("pk"), newest=Max("current_id"))
    key = (state["types"], state["newest"] or 0)
    found = _read.get(key)
    if found is None:
        found = tuple(_services())
        _read.clear()
        _read[key] = found
    return found


def _services() -> list[Service]:
    types = list(published())
    successors = _successors([each.current_id for each in types if each.closed and each.current_id])
    by_slug = {each.slug: each for each in types}
    return [Service(each, by_slug.get(successors.get(each.current_id or 0, ""))) for each in types]


def _successors(versions: Collection[int]) -> dict[int, str]:
    if not versions:
        return {}
    found = Version.objects.filter(pk__in=versions).values_list("pk", "spec__closed__successor")
    return {pk: slug for pk, slug in found if slug}


def popular(found: Sequence[Service]) -> list[Service]:
    """What this portal handles itself comes first."""
    usual = [service for service in found if service.popular and not service.closed]
    return sorted(usual, key=lambda service: (service.elsewhere != "", service.said_name))[:POPULAR_SHOWN]


class Offer(NamedTuple):
    """A type as the end of a way: what to do there, or what took its place."""

    type: PermitType
    spec: PermitTypeSpec
    successor: PermitType | None


def offers(slugs: Sequence[str]) -> list[Offer]:
    """In this order; what is not published is left out."""
    found = {each.slug: each for each in published().select_related("current").filter(slug__in=slugs)}
    specs = {slug: each.current.parsed for slug, each in found.items() if each.current is not None}
    later = {spec.closed.successor for spec in specs.values() if spec.closed and spec.closed.successor}
    after = {each.slug: each for each in published().filter(slug__in=later)} if later else {}
    return [
        Offer(found[slug], spec, after.get(spec.closed.successor or "") if spec.closed else None)
        for slug in slugs
        if (spec := specs.get(slug)) is not None
    ]


def handled_here() -> list[PermitType]:
    return sorted(published().filter(channel=Channel.LOCAL, closed=False), key=lambda each: each.said_name)


def type_or_404(slug: str) -> tuple[PermitType, PermitTypeSpec]:
    permit_type = published().select_related("current").filter(slug=slug).first()
    if permit_type is None or permit_type.current is None:
        raise Http404("no such permit type")
    return permit_type, permit_type.current.parsed


def spec_or_404(slug: str) -> PermitTypeSpec:
    return type_or_404(slug)[1]


def successor_of(spec: PermitTypeSpec) -> PermitType | None:
    """What to apply for instead of a closed type, if it is published."""
    if spec.closed is None or spec.closed.successor is None:
        return None
    return published().filter(slug=spec.closed.successor).first()
