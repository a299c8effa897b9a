"""What keeps a type from working in this office: its units and people, its other types, the laws in force.

Read once for any number of types. What is wrong with a type by itself stands in `problems`."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import F
from django.utils.translation import gettext as _

from applications.catalogue.models import LegalBasis, PermitType
from applications.catalogue.schema import Basis, PermitTypeSpec, Stage
from perizinan.accounts.models import RoleGrant, Unit
from perizinan.accounts.roles import Role
from perizinan.web import texts


@dataclass(frozen=True)
class Office:
    on: datetime.date
    units: Mapping[str, str]  # active ones, by code
    holders: Mapping[tuple[str, str], frozenset[int]]  # people by (role, unit); "" is every unit
    series: Mapping[str, list[tuple[str, dict[str, Any]]]]  # of current versions: (type, numbering)
    closed: Mapping[str, bool]  # every published type
    bases: Mapping[str, LegalBasis]

    @classmethod
    def of(cls, on: datetime.date) -> Self:
        """Four statements, whatever the number of types."""
        holders: dict[tuple[str, str], set[int]] = defaultdict(set)
        grants = RoleGrant.objects.on(on).filter(user__is_active=True)
        for role, unit, user in grants.values_list("role", "unit__code", "user_id"):
            holders[role, unit or ""].add(user)
        series, closed = defaultdict(list), {}
        types = PermitType.objects.exclude(current=None).order_by("slug")
        for slug, shut, numbering in types.values_list("slug", "closed", F("current__spec__numbering")):
            closed[slug] = shut
            if numbering:
                series[numbering["series"]].append((slug, numbering))
        return cls(
            on=on,
            units=dict(Unit.objects.filter(is_active=True).values_list("code", "short_name")),
            holders={key: frozenset(people) for key, people in holders.items()},
            series=dict(series),
            closed=closed,
            bases={basis.key: basis for basis in LegalBasis.objects.select_related("replaced_by")},
        )

    def people(self, stage: Stage) -> int:
        """How many may do the work of a stage that day."""
        role = stage.role.lower()
        everywhere = self.holders.get((role, ""), frozenset())
        return len(everywhere | self.holders.get((role, stage.unit), frozenset()))

    def problems(self, spec: PermitTypeSpec) -> list[str]:
        """What keeps it from being published."""
        found = [*_successor(spec, self), *_numbering(spec, self), *_titles(spec, self)]
        return found if spec.closed else [*_staff(spec, self), *found]

    def warnings(self, spec: PermitTypeSpec) -> list[str]:
        """What somebody should know, though it can be published. Of a closed type nobody needs to hold a stage, but
        its cases go on."""
        return [*(_staff(spec, self) if spec.closed else ()), *_laws(spec, self)]


def problems_for_office(spec: PermitTypeSpec, *, on: datetime.date) -> list[str]:
    return Office.of(on).problems(spec)


def _staff(spec: PermitTypeSpec, office: Office) -> Iterator[str]:
    for stage in spec.stages:
        if stage.unit not in office.units:
            yield _("tahap %(stage)s: unit %(unit)s tidak ada atau tidak aktif") % {
                "stage": stage.key,
                "unit": stage.unit,
            }
        elif not office.people(stage):
            yield _("tahap %(stage)s: tidak ada orang dengan peran %(role)s di %(unit)s") % {
                "stage": stage.key,
                "role": Role(stage.role.lower()).label,
                "unit": office.units[stage.unit],
            }


def _successor(spec: PermitTypeSpec, office: Office) -> Iterator[str]:
    successor = spec.closed.successor if spec.closed else None
    if successor is None:
        return
    if successor not in office.closed:
        yield _("closed.successor: jenis izin %(slug)s tidak ada") % {"slug": successor}
    elif office.closed[successor]:
        yield _("closed.successor: jenis izin %(slug)s juga sudah ditutup") % {"slug": successor}


def _numbering(spec: PermitTypeSpec, office: Office) -> Iterator[str]:
    """A series counts for all types that use it, so they must agree on it; and two series never write one number."""
    if spec.numbering is None:
        return
    for series, users in office.series.items():
        same = [slug for slug, other in users if other.get("pattern") == spec.numbering.pattern]
        if series != spec.numbering.series and same:
            yield _("numbering: pola nomornya dipakai juga oleh %(slug)s dengan deret %(series)s") % {
                "slug": same[0],
                "series": series,
            }
    for slug, other in office.series.get(spec.numbering.series, ()):
        if slug == spec.slug:
            continue
        said = {"series": spec.numbering.series, "slug": slug}
        if other.get("start") != spec.numbering.start:
            yield _("numbering: deret %(series)s dipakai juga oleh %(slug)s dengan nomor awal lain") % said
        if other.get("pattern") != spec.numbering.pattern:
            yield _("numbering: deret %(series)s dipakai juga oleh %(slug)s dengan pola lain") % said


def _titles(spec: PermitTypeSpec, office: Office) -> Iterator[str]:
    for basis in spec.bases:
        known = office.bases.get(basis.key)
        if known is not None and known.title != basis.title:
            yield _("dasar hukum %(key)s: di daftar bersama bernama “%(title)s”") % {
                "key": basis.key,
                "title": known.title,
            }


def _laws(spec: PermitTypeSpec, office: Office) -> Iterator[str]:
    for basis in spec.bases:
        yield from (f"{_('dasar hukum %(key)s') % {'key': basis.key}}: {why}" for why in _of_law(basis, office))


def _of_law(basis: Basis, office: Office) -> Iterator[str]:
    known = office.bases.get(basis.key)
    ends = (known.in_force_to if known else None) or basis.in_force_to
    begins = (known.in_force_from if known else None) or basis.in_force_from
    if ends is not None and ends < office.on:
        yield _("tidak berlaku lagi sejak %(day)s") % {"day": texts.tanggal(ends + datetime.timedelta(days=1))}
    elif ends is None and known is not None and known.replaced_by is not None:
        yield _("diganti %(title)s") % {"title": known.replaced_by.title}
    elif begins is not None and begins > office.on:
        yield _("baru berlaku mulai %(day)s") % {"day": texts.tanggal(begins)}
