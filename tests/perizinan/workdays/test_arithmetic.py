from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perizinan.workdays.arithmetic import Calendar, Reason

pytestmark = pytest.mark.unit

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
CALENDARS = st.builds(
    Calendar,
    holidays=st.frozensets(DAYS, max_size=60),
    week=st.frozensets(st.integers(0, 6), min_size=1),
    count_first_day=st.booleans(),
)
SKB = dict(holidays.country_holidays("ID", years=[2026, 2027], categories=("public", "government"), language="id"))
OFFICE = Calendar(holidays=frozenset(SKB), names=SKB)


@given(CALENDARS, DAYS, st.integers(1, 60))
def test_count_is_the_inverse_of_add(calendar, day, n):
    assert calendar.count(day, calendar.add(day, n)) == n


@given(CALENDARS, DAYS, st.integers(1, 60))
def test_add_lands_on_a_working_day(calendar, day, n):
    assert calendar.is_working_day(calendar.add(day, n))


@given(CALENDARS, DAYS, st.integers(1, 30))
def test_add_is_strictly_monotonic(calendar, day, n):
    assert calendar.add(day, n) < calendar.add(day, n + 1)


@given(st.builds(Calendar, holidays=st.frozensets(DAYS, max_size=60)), DAYS, st.integers(0, 30), st.integers(0, 30))
def test_add_may_be_done_in_two_steps(calendar, day, n, m):
    assert calendar.add(calendar.add(day, n), m) == calendar.add(day, n + m)


@given(CALENDARS, DAYS, st.integers(0, 60))
def test_explain_numbers_exactly_the_counted_days(calendar, day, length):
    end = day + timedelta(days=length)
    explained = calendar.explain(day, end)
    numbers = [line.number for line in explained if line.counts]
    assert numbers == list(range(1, calendar.count(day, end) + 1))
    assert [line.on for line in explained] == [day + timedelta(days=n) for n in range(length + 1)]


def test_five_working_days_from_17_march_2026_end_on_31_march():
    assert OFFICE.add(date(2026, 3, 17), 5) == date(2026, 3, 31)


def test_without_cuti_bersama_the_same_five_days_would_end_too_early():
    public = holidays.country_holidays("ID", years=[2026])
    assert Calendar(frozenset(public)).add(date(2026, 3, 17), 5) == date(2026, 3, 25)


def test_weekends_do_not_count():
    assert Calendar().add(date(2026, 11, 27), 1) == date(2026, 11, 30)
    assert Calendar().count(date(2026, 11, 27), date(2026, 11, 29)) == 0


def test_first_day_counts_when_the_office_decides_so():
    tuesday = date(2026, 11, 24)
    assert Calendar().add(tuesday, 1) == date(2026, 11, 25)
    assert Calendar(count_first_day=True).add(tuesday, 1) == tuesday


def test_first_day_does_not_count_when_it_is_a_holiday():
    assert Calendar(count_first_day=True).add(date(2026, 11, 28), 1) == date(2026, 11, 30)


def test_count_backwards_tells_how_late():
    assert Calendar().count(date(2026, 11, 24), date(2026, 11, 20)) == -2


def test_no_days_added_is_the_day_itself():
    assert Calendar().add(date(2026, 11, 28), 0) == date(2026, 11, 28)


def test_refuses_to_add_backwards():
    with pytest.raises(ValueError, match="forward"):
        Calendar().add(date(2026, 11, 24), -1)


def test_refuses_a_week_without_working_days():
    with pytest.raises(ValueError, match="week"):
        Calendar(week=frozenset())


def test_end_of_time_is_an_error_not_a_loop():
    with pytest.raises(OverflowError):
        Calendar().add(date(9999, 12, 30), 9)


def test_explain_says_why_each_day_of_idul_fitri_did_not_count():
    lines = {line.on: line for line in OFFICE.explain(date(2026, 3, 17), date(2026, 3, 31))}
    assert lines[date(2026, 3, 17)].reason is Reason.START
    assert lines[date(2026, 3, 18)].why == "Cuti Bersama Hari Suci Nyepi"
    assert lines[date(2026, 3, 21)].reason is Reason.HOLIDAY
    assert lines[date(2026, 3, 25)].why == "Hari kerja ke-1"
    assert lines[date(2026, 3, 28)].why == "Akhir pekan"
    assert lines[date(2026, 3, 31)].number == 5
