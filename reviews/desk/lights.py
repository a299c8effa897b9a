"""The legal clock of a row as shape and words. Pure: the day and the calendar come in."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perizinan.workdays.arithmetic import Calendar


@dataclass(frozen=True)
class Light:
    light: str  # of templates/parts/light.html
    say: str


CLOSED = "closed"


def light(
    *, due_on: datetime.date | None, amber_on: datetime.date | None, today: datetime.date, calendar: Calendar
) -> Light:
    """A date that fell on a day off since then still counts as one day."""
    if due_on is None:
        return Light("stopped", _("Berhenti"))
    if due_on == today:
        return Light("today", _("Hari ini"))
    days = max(1, abs(calendar.count(today, due_on)))
    if due_on < today:
        return Light("late", ngettext("Lewat %(n)s hari", "Lewat %(n)s hari", days) % {"n": days})
    near = amber_on is not None and today >= amber_on
    return Light("amber" if near else "green", ngettext("%(n)s hari lagi", "%(n)s hari lagi", days) % {"n": days})


def finished() -> Light:
    return Light(CLOSED, _("Selesai"))
