from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation

from perizinan.office import hours
from perizinan.office.duty_line import sentence
from perizinan.office.models import OfficeProfile

pytestmark = pytest.mark.unit
PROFILE = OfficeProfile()


def at(day, clock):
    return datetime.combine(date(2026, 11, day), time.fromisoformat(clock), tzinfo=hours.WIB)


def working(*closed):
    return lambda day: day.weekday() < 5 and day.day not in closed


def never(_day):
    return False


def said(day, clock, *closed):
    return sentence(at(day, clock), PROFILE, working(*closed)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("day", "clock", "until"),
    [
        (24, "07:29", None),
        (24, "07:30", time(15, 30)),
        (24, "15:29", time(15, 30)),
        (24, "15:30", None),
        (27, "14:29", time(14, 30)),  # Friday closes earlier
        (27, "14:30", None),
        (28, "10:00", None),  # Saturday
    ],
)
def test_open_until(day, clock, until):
    assert hours.open_until(at(day, clock), PROFILE, working()) == until


def test_closed_on_a_holiday():
    assert hours.open_until(at(24, "10:00"), PROFILE, working(24)) is None


def test_time_zone_of_the_server_does_not_matter():
    assert hours.open_until(datetime(2026, 11, 24, 1, 0, tzinfo=UTC), PROFILE, working()) == time(15, 30)
    assert hours.open_until(datetime(2026, 11, 24, 10, 0, tzinfo=UTC), PROFILE, working()) is None


def test_next_opening_skips_the_weekend_and_holidays():
    opens = hours.next_opening(at(27, "16:00"), PROFILE, working())
    assert opens == at(30, "07:30")


def test_next_opening_is_after_now_even_while_open():
    assert hours.next_opening(at(24, "09:00"), PROFILE, working()) == at(25, "07:30")


def test_an_office_that_never_opens_promises_nothing():
    assert hours.next_opening(at(24, "09:00"), PROFILE, never) is None
    assert sentence(at(24, "09:00"), PROFILE, never) == ""


def test_sentence_while_open():
    assert said(24, "14:32") == "Petugas siap menjawab sampai pukul 15.30 WIB"


def test_sentence_before_opening_and_after_closing():
    assert said(24, "06:00") == "Kami buka lagi hari ini pukul 07.30 WIB"
    assert said(24, "18:00") == "Kami buka lagi besok pukul 07.30 WIB"
    assert said(27, "18:00") == "Kami buka lagi Senin pukul 07.30 WIB"


def test_sentence_names_the_date_when_a_weekday_would_be_ambiguous():
    assert said(20, "18:00", 23, 24, 25, 26, 27) == "Kami buka lagi Senin, 30 November pukul 07.30 WIB"


def test_sentence_binds_the_clock_to_its_zone():
    assert "15.30\N{NO-BREAK SPACE}WIB" in sentence(at(24, "10:00"), PROFILE, working())


def test_weekday_follows_the_language():
    with translation.override("en"):
        assert "Monday" in said(27, "18:00")
