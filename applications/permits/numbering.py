"""Permit numbers: gap-free per series and office year.

The counter row is locked, and its change commits or rolls back together with the permit that took the number.
"""

from datetime import datetime

from django.utils import timezone

from applications.catalogue.schema import Numbering
from applications.permits.models import NumberCounter, NumberEntry
from perizinan.accounts.models import User

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def text(pattern: str, *, value: int, unit_code: str, month: int, year: int) -> str:
    return pattern.format(urut=value, unit=unit_code, tahun=year, bulan_romawi=_ROMAN[month - 1])


def take(*, numbering: Numbering, unit_code: str, by: User, now: datetime) -> NumberEntry:
    """Inner action, last in the lock order."""
    today = timezone.localdate(now)
    counter = _locked(numbering, today.year)
    counter.last += 1
    counter.save(update_fields=["last"])
    written = text(numbering.pattern, value=counter.last, unit_code=unit_code, month=today.month, year=today.year)
    return NumberEntry.objects.create(counter=counter, value=counter.last, text=written, taken_at=now, taken_by=by)


def _locked(numbering: Numbering, year: int) -> NumberCounter:
    assert numbering.start is not None, "publishing refuses a series without a start value"
    NumberCounter.objects.bulk_create(
        [NumberCounter(series=numbering.series, year=year, last=numbering.start - 1)], ignore_conflicts=True
    )
    return NumberCounter.objects.select_for_update().get(series=numbering.series, year=year)
