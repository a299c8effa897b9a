"""When somebody answers. Pure: the time, the profile and the working days come in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")
_FRIDAY = 4
_LOOK_AHEAD_DAYS = 60  # no run of closed days is nearly this long

IsWorkingDay = Callable[[date], bool]


class Hours(Protocol):
    open_time: time
    close_time: time
    friday_close_time: time


@dataclass(frozen=True)
class Duty:
    """Either `until` (open, until then) or `opens_at` (closed, open again then); neither if nobody knows."""

    until: time | None
    opens_at: datetime | None


def duty(now: datetime, profile: Hours, is_working_day: IsWorkingDay) -> Duty:
    until = open_until(now, profile, is_working_day)
    return Duty(until, None if until else next_opening(now, profile, is_working_day))


def open_until(now: datetime, profile: Hours, is_working_day: IsWorkingDay) -> time | None:
    """The closing time of today if the office is open at `now`."""
    local = now.astimezone(WIB)
    closes = _closing_time(local.date(), profile)
    is_open = is_working_day(local.date()) and profile.open_time <= local.time() < closes
    return closes if is_open else None


def next_opening(now: datetime, profile: Hours, is_working_day: IsWorkingDay) -> datetime | None:
    """The next moment the office opens, strictly after `now`."""
    local = now.astimezone(WIB)
    for ahead in range(_LOOK_AHEAD_DAYS):
        day = local.date() + timedelta(days=ahead)
        opens = datetime.combine(day, profile.open_time, tzinfo=WIB)
        if opens > local and is_working_day(day):
            return opens
    return None


def _closing_time(day: date, profile: Hours) -> time:
    return profile.friday_close_time if day.weekday() == _FRIDAY else profile.close_time
