"""The clocks of a case: which days were ours, and by when we must be done.

Two limits (domain brief §0.5, §2a): until the file is declared complete the completeness limit runs; from then on the
legal limit. A returned case stops the clock (OSS code 41), mending resumes it (42). Days are working days of the
office's calendar; the arithmetic is in `perizinan.workdays`.
"""

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass

from applications.lifecycle.models import Application, ClockInterval
from applications.lifecycle.states import Clock
from applications.lifecycle.transitions import Effect
from perizinan.workdays.arithmetic import Calendar


@dataclass(frozen=True)
class Dates:
    due_on: datetime.date
    amber_on: datetime.date  # half of the limit is used
    red_on: datetime.date  # four fifths


@dataclass(frozen=True)
class Span:
    started_on: datetime.date
    ended_on: datetime.date | None


def used(spans: Iterable[Span], calendar: Calendar) -> int:
    """Working days used up in spans that have ended."""
    return sum(calendar.count(span.started_on, span.ended_on) for span in spans if span.ended_on is not None)


def dates(*, limit: int, already_used: int, running_since: datetime.date, calendar: Calendar) -> Dates:
    def after(days: int) -> datetime.date:
        return calendar.add(running_since, max(0, days - already_used))

    return Dates(after(limit), after(math.ceil(limit / 2)), after(math.ceil(limit * 4 / 5)))


def _limit(application: Application, clock: str) -> int:
    spec = application.spec
    assert spec.limits is not None, "only types with limits have cases"
    if clock == Clock.COMPLETENESS:
        return spec.limits.completeness_days
    return spec.processing_days(application.kind)


def apply(
    *, application: Application, effect: Effect, reason: str, on: datetime.date, calendar: Calendar
) -> Dates | None:
    """Change the clocks as a move demands; returns the dates of the running clock, None while none runs.

    Needs the application's row lock."""
    rows = list(application.intervals.order_by("pk"))
    running = next((row for row in rows if row.ended_on is None), None)
    if effect is Effect.NONE:
        return _dates_of(application, rows, running, calendar)
    if running is not None:
        running.ended_on, running.end_reason = on, reason
        running.save(update_fields=["ended_on", "end_reason"])
    if effect in (Effect.STOP, Effect.END):
        return None
    if effect is Effect.RESUME:
        clock = Clock.LEGAL if application.complete_at else Clock.COMPLETENESS
    else:
        clock = Clock.LEGAL if effect is Effect.START_LEGAL else Clock.COMPLETENESS
    running = ClockInterval.objects.create(application=application, clock=clock, started_on=on, start_reason=reason)
    return _dates_of(application, [*rows, running], running, calendar)


def _dates_of(
    application: Application, rows: list[ClockInterval], running: ClockInterval | None, calendar: Calendar
) -> Dates | None:
    if running is None:
        return None
    spans = [Span(row.started_on, row.ended_on) for row in rows if row.clock == running.clock]
    return dates(
        limit=_limit(application, running.clock),
        already_used=used(spans, calendar),
        running_since=running.started_on,
        calendar=calendar,
    )
