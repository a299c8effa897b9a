"""Seed the calendar from the package `holidays`: public holidays and cuti bersama, both of the SKB 3 Menteri.

Rows that the office wrote or edited are never changed. Rows still as the package wrote them follow the
package, so that an estimated feast day moves once its date is settled.
"""

from collections.abc import Iterable
from datetime import date
from functools import partial
from importlib.metadata import version

import holidays
from django.db import transaction

from perizinan.workdays import remembered
from perizinan.workdays.models import PACKAGE, Holiday

_ESTIMATED = "(perkiraan)"


def seed(*, years: Iterable[int]) -> int:
    """Bring the untouched rows of these years in line with the package; the number of days it knows."""
    years = sorted(set(years))
    rows = _rows(years)
    with transaction.atomic(durable=True):
        untouched = Holiday.objects.filter(day__year__in=years).untouched()
        untouched.exclude(day__in=[row.day for row in rows]).delete()
        kept = set(Holiday.objects.filter(day__year__in=years).values_list("day", flat=True))
        kept -= set(untouched.values_list("day", flat=True))
        Holiday.objects.bulk_create(
            [row for row in rows if row.day not in kept],
            update_conflicts=True,
            unique_fields=["day"],
            update_fields=["name", "kind", "source"],
        )
        transaction.on_commit(partial(remembered.forget, years), robust=True)
    return len(rows)


def _rows(years: list[int]) -> list[Holiday]:
    public = _names(years, "public")
    joint_leave = _names(years, "government")
    kinds = [(Holiday.Kind.JOINT_LEAVE, joint_leave), (Holiday.Kind.PUBLIC, public)]
    source = f"{PACKAGE} {version('holidays')}"
    rows = {day: _row(day, name, kind, source) for kind, names in kinds for day, name in names.items()}
    return [rows[day] for day in sorted(rows)]


def _names(years: list[int], category: str) -> dict[date, str]:
    return dict(holidays.country_holidays("ID", years=years, categories=(category,), language="id"))


def _row(day: date, name: str, kind: Holiday.Kind, source: str) -> Holiday:
    if _ESTIMATED in name:
        name, source = name.replace(_ESTIMATED, "").strip(), f"{source}, perkiraan"
    return Holiday(day=day, name=name, kind=kind, source=source)
