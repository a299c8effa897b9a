import datetime

import pytest

from perizinan.workdays.arithmetic import Calendar
from reviews.desk.lights import light

pytestmark = pytest.mark.unit
TUESDAY = datetime.date(2026, 11, 24)
CALENDAR = Calendar()


def shown(due, amber=None, today=TUESDAY):
    found = light(due_on=due, amber_on=amber, today=today, calendar=CALENDAR)
    return found.light, found.say


def test_a_stopped_clock_has_no_date():
    assert shown(None) == ("stopped", "Berhenti")


def test_the_last_day_is_today():
    assert shown(TUESDAY) == ("today", "Hari ini")


def test_lateness_counts_working_days_only():
    assert shown(datetime.date(2026, 11, 19)) == ("late", "Lewat 3 hari")


def test_a_weekend_after_the_last_day_is_late_by_one_day():
    assert shown(datetime.date(2026, 11, 20), today=datetime.date(2026, 11, 21)) == ("late", "Lewat 1 hari")


def test_half_of_the_limit_turns_the_light():
    friday = datetime.date(2026, 11, 27)
    assert shown(friday, amber=datetime.date(2026, 11, 25)) == ("green", "3 hari lagi")
    assert shown(friday, amber=TUESDAY) == ("amber", "3 hari lagi")
