"""Which work items stand in which list of the queue, for what somebody's grants of today let them see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Exists, OuterRef, QuerySet

from applications.lifecycle.models import WorkItem
from applications.lifecycle.states import WaitingOn
from perizinan.accounts.roles import Role
from reviews.desk import scans


@dataclass(frozen=True)
class Scope:
    """All that the lists depend on: equal scopes ask the database the same."""

    user: int
    sees_all: bool
    head_units: frozenset[int | None]  # None: every unit
    roles: tuple[tuple[int, frozenset[str]], ...]  # what one may do, unit by unit

    @property
    def units(self) -> list[int]:
        return [unit for unit, _roles in self.roles]

    @property
    def decides(self) -> bool:
        return bool(self.roles or self.head_units)


def _open(waiting_on: WaitingOn) -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(closed_at=None, waiting_on=waiting_on)


def _mine(scope: Scope) -> scans.Scans:
    """Taken by me; an approval waits for the head without being taken."""
    taken = _open(WaitingOn.UNIT).filter(officer=scope.user)
    mine = [taken if scope.sees_all else taken.filter(unit__in=scope.units)]
    for unit in scope.head_units:
        waiting = _open(WaitingOn.UNIT).filter(role=Role.HEAD, officer=None)
        mine.append(waiting if unit is None else waiting.filter(unit=unit))
    return mine


def _ours(scope: Scope) -> scans.Scans:
    return [_open(WaitingOn.UNIT).filter(unit=unit) for unit in scope.units]


def _unclaimed(scope: Scope) -> scans.Scans:
    """What this officer may take; the head sees the whole unit's."""
    free = [(_open(WaitingOn.UNIT).filter(unit=unit, officer=None), roles) for unit, roles in scope.roles]
    return [scan if Role.HEAD in roles else scan.filter(role__in=roles) for scan, roles in free]


def _returned(scope: Scope) -> scans.Scans:
    return [_open(WaitingOn.APPLICANT).filter(unit=unit) for unit in scope.units]


def _everything(scope: Scope) -> scans.Scans:
    """The latest stage of every case, open or closed."""
    later = WorkItem.objects.filter(application=OuterRef("application_id"), pk__gt=OuterRef("pk"))
    if scope.sees_all:
        return [WorkItem.objects.filter(~Exists(later))]
    later = later.filter(unit__in=scope.units)
    return [WorkItem.objects.filter(~Exists(later), unit=unit) for unit in scope.units]


LISTS: Mapping[str, Callable[[Scope], scans.Scans]] = {
    "saya": _mine,
    "unit": _ours,
    "belum-diambil": _unclaimed,
    "pemohon": _returned,
    "semua": _everything,
}


def keys_of(scope: Scope) -> list[str]:
    return list(LISTS) if scope.decides else ["semua"]


def lengths(scope: Scope) -> dict[str, str]:
    """In one statement, which is written once for everybody who asks the same."""
    counted = scans.run(_counting(scope))
    return {
        key: "999+" if length >= scans.MOST_COUNTED else str(length)
        for key, length in zip(keys_of(scope), counted, strict=True)
    }


@lru_cache(maxsize=256)
def _counting(scope: Scope) -> scans.Counting:
    return scans.counting([LISTS[key](scope) for key in keys_of(scope)])
