"""Working-day arithmetic. Pure: the calendar comes in, nothing is read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

MONDAY_TO_FRIDAY = frozenset(range(5))
_A_DAY = timedelta(days=1)


class Reason(StrEnum):
    START = "start"
    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True)
class Day:
    on: date
    reason: Reason
    number: int | None = None  # 1 for the first working day counted, 2 for the next
    holiday: str = ""

    @property
    def counts(self) -> bool:
        return self.number is not None

    @property
    def why(self) -> str:
        if self.reason is Reason.WORKING:
            return _("Hari kerja ke-%(number)s") % {"number": self.number}
        if self.reason is Reason.HOLIDAY:
            return self.holiday or _("Hari libur")
        return _("Akhir pekan") if self.reason is Reason.WEEKEND else _("Hari mulai, belum dihitung")


@dataclass(frozen=True)
class Calendar:
    holidays: frozenset[date] = frozenset()
    week: frozenset[int] = MONDAY_TO_FRIDAY
    # Which day is day 1 is not settled by any text we have: False starts on the next working day.
    count_first_day: bool = False
    names: Mapping[date, str] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        if not self.week:
            raise ValueError("A week without working days has no next working day.")

    def is_working_day(self, day: date) -> bool:
        return day.weekday() in self.week and day not in self.holidays

    def add(self, day: date, n: int) -> date:
        """The nth working day after `day`; `day` itself for 0."""
        if n < 0:
            raise ValueError("Working days are only added forward.")
        if n == 0:
            return day
        counted = 0
        for current in self._days_from(day):
            counted += self.is_working_day(current)
            if counted == n:
                return current
        raise OverflowError("The calendar ended before the working days were counted.")

    def count(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before."""
        if end < start:
            return -self.count(end, start)
        return sum(1 for day in self._days_from(start, end) if self.is_working_day(day))

    def explain(self, start: date, end: date) -> list[Day]:
        """Every day from `start` to `end`, each with its number or the reason it has none."""
        days = [] if self.count_first_day or end < start else [Day(start, Reason.START)]
        number = 0
        for day in self._days_from(start, end):
            if self.is_working_day(day):
                number += 1
                days.append(Day(day, Reason.WORKING, number))
            elif day in self.holidays:
                days.append(Day(day, Reason.HOLIDAY, holiday=self.names.get(day, "")))
            else:
                days.append(Day(day, Reason.WEEKEND))
        return days

    def _days_from(self, start: date, end: date = date.max) -> Iterator[date]:
        day = start if self.count_first_day else start + _A_DAY
        while day < end:
            yield day
            day += _A_DAY
        if day == end:
            yield day
