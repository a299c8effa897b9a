"""The sentence of the help line in every foot. Pure but for the language it speaks."""

from datetime import datetime, time

from django.utils import translation
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _

from perizinan.office.hours import WIB, Hours, IsWorkingDay, duty

_NBSP = "\N{NO-BREAK SPACE}"
_DAYS_OF_A_WEEK = 7


def sentence(now: datetime, profile: Hours, is_working_day: IsWorkingDay) -> str:
    """Empty when no opening is known."""
    state = duty(now, profile, is_working_day)
    if state.until:
        return _("Petugas siap menjawab sampai pukul %(time)s") % {"time": _clock(state.until)}
    if state.opens_at:
        texts = {"day": _day(state.opens_at, now.astimezone(WIB)), "time": _clock(state.opens_at.time())}
        return _("Kami buka lagi %(day)s pukul %(time)s") % texts
    return ""


def _day(opens_at: datetime, now: datetime) -> str:
    ahead = (opens_at.date() - now.date()).days
    if ahead == 0:
        return _("hari ini")
    if ahead == 1:
        return _("besok")
    weekday = str(WEEKDAYS[opens_at.weekday()])
    if ahead < _DAYS_OF_A_WEEK:
        return weekday
    return f"{weekday}, {opens_at.day}{_NBSP}{MONTHS[opens_at.month]}"


def _clock(at: time) -> str:
    colon = ":" if translation.get_language() == "en" else "."
    return f"{at:%H}{colon}{at:%M}{_NBSP}WIB"
