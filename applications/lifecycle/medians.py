"""How long permits of a type really took: the median of working days that were the office's, beside the limit.

Counted are cases of the kinds that the limit of the type itself is for, and of them the days of the legal clock, from
"complete" on, which is what the limit counts: days that waited for the applicant are not in it.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from statistics import median_high

from applications.catalogue.models import PermitType
from applications.catalogue.schema import PermitTypeSpec
from applications.lifecycle import clock
from applications.lifecycle.models import Application, ClockInterval
from applications.lifecycle.states import Clock, Status
from perizinan.workdays.arithmetic import Calendar
from perizinan.workdays.queries import calendar

FEWEST_CASES = 5  # fewer say more about these cases than about the office
LOOKED_BACK = timedelta(days=365)


def refresh(*, now: datetime) -> int:
    """Write down the medians of all published types; returns how many changed."""
    changed = 0
    for permit_type in PermitType.objects.exclude(current=None).select_related("current"):
        assert permit_type.current is not None
        days = _days_of(permit_type, permit_type.current.parsed, now, calendar(now.date()))
        found = (typical(days), len(days))
        if found != (permit_type.median_days, permit_type.median_cases):
            permit_type.median_days, permit_type.median_cases = found
            permit_type.save(update_fields=["median_days", "median_cases"])
            changed += 1
    return changed


def typical(days: list[int]) -> int | None:
    """A number of days that really occurred: of two middle ones the higher, which promises less."""
    return median_high(days) if len(days) >= FEWEST_CASES else None


def _days_of(permit_type: PermitType, spec: PermitTypeSpec, now: datetime, office: Calendar) -> list[int]:
    if not spec.local:
        return []
    kinds = [offer.kind for offer in spec.kinds if offer.processing_days is None]
    issued = Application.objects.filter(
        version__permit_type=permit_type, status=Status.ISSUED, closed_at__gt=now - LOOKED_BACK, kind__in=kinds
    )
    spans: defaultdict[int, list[clock.Span]] = defaultdict(list)
    ended = ClockInterval.objects.filter(application__in=issued, clock=Clock.LEGAL, ended_on__isnull=False)
    for span in ended.order_by("pk"):
        spans[span.application_id].append(clock.Span(span.started_on, span.ended_on))
    return [clock.used(each, office) for each in spans.values()]
