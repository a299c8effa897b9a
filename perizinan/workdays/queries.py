from datetime import date

from django.conf import settings

from perizinan.workdays import remembered
from perizinan.workdays.arithmetic import MONDAY_TO_FRIDAY, Calendar
from perizinan.workdays.models import Holiday


def calendar(around: date) -> Calendar:
    """The office's calendar, with the holidays of the two years before and after `around`."""
    names = _names(around.year)
    return Calendar(
        holidays=frozenset(names),
        week=frozenset(getattr(settings, "WORKDAYS_WEEK", MONDAY_TO_FRIDAY)),
        count_first_day=settings.WORKDAYS_COUNT_FIRST_DAY,
        names=names,
    )


def _names(year: int) -> remembered.Names:
    if (names := remembered.get(year)) is not None:
        return names
    span = remembered.YEARS_AROUND
    rows = Holiday.objects.closing_the_office().in_years(year - span, year + span)
    names = dict(rows.order_by().values_list("day", "name"))
    remembered.put(year, names)
    return names
