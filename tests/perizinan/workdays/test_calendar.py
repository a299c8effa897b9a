from datetime import date

import pytest
from django.core.cache import cache
from django.db import transaction

from perizinan.workdays import load, queries, remembered
from perizinan.workdays.models import Holiday

pytestmark = pytest.mark.django_db
AROUND = date(2026, 3, 17)


@pytest.fixture(autouse=True)
def nothing_remembered(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def seeded():
    return load.seed(years=[2026, 2027])


def test_seed_holds_public_holidays_and_cuti_bersama(seeded):
    assert seeded == Holiday.objects.count() == 51
    assert Holiday.objects.filter(day__year=2026, kind=Holiday.Kind.JOINT_LEAVE).count() == 8
    assert Holiday.objects.get(day=date(2026, 8, 17)).name == "Hari Kemerdekaan Republik Indonesia"


def test_seed_flags_estimated_days_in_the_source(seeded):
    feast = Holiday.objects.get(day=date(2027, 3, 10))
    assert feast.name == "Hari Raya Idul Fitri"
    assert feast.source.endswith("perkiraan")
    assert not Holiday.objects.get(day=date(2026, 1, 1)).source.endswith("perkiraan")


def test_seeded_calendar_gives_the_checked_date(seeded):
    assert queries.calendar(AROUND).add(AROUND, 5) == date(2026, 3, 31)


def test_seed_twice_changes_nothing(seeded):
    before = list(Holiday.objects.values())
    load.seed(years=[2026, 2027])
    assert list(Holiday.objects.values()) == before


def test_seed_never_overwrites_what_the_office_edited(seeded):
    edited = Holiday.objects.get(day=date(2027, 3, 10))
    edited.name = "Idul Fitri 1448 H"
    edited.save(update_fields=["name"])
    load.seed(years=[2026, 2027])
    edited.refresh_from_db()
    assert (edited.name, edited.source) == ("Idul Fitri 1448 H", "kantor")


def test_seed_keeps_a_day_the_office_added(seeded):
    Holiday.objects.create(day=date(2026, 11, 25), name="Pilkada (contoh)", source="SKB contoh")
    load.seed(years=[2026, 2027])
    assert Holiday.objects.get(day=date(2026, 11, 25)).source == "SKB contoh"


def test_seed_moves_an_estimated_day_that_nobody_touched(seeded):
    Holiday.objects.filter(day=date(2027, 3, 10)).update(day=date(2027, 3, 30))
    load.seed(years=[2027])
    assert not Holiday.objects.filter(day=date(2027, 3, 30)).exists()
    assert Holiday.objects.filter(day=date(2027, 3, 10)).exists()


def test_seed_leaves_other_years_alone(seeded):
    load.seed(years=[2025])
    assert Holiday.objects.filter(day__year=2026).count() == 25


def test_a_day_the_office_strikes_out_is_worked_and_stays_so(seeded):
    struck = Holiday.objects.get(day=date(2026, 12, 24))
    struck.kind = Holiday.Kind.WORKED
    struck.save(update_fields=["kind"])
    load.seed(years=[2026, 2027])
    assert queries.calendar(AROUND).is_working_day(date(2026, 12, 24))


def test_calendar_costs_one_query_and_then_none(seeded, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.calendar(AROUND)
    with django_assert_num_queries(0):
        assert not queries.calendar(AROUND).is_working_day(date(2026, 12, 24))


def test_calendar_sees_a_new_holiday_at_once(seeded, django_capture_on_commit_callbacks):
    monday = date(2026, 11, 30)
    assert queries.calendar(AROUND).is_working_day(monday)
    with django_capture_on_commit_callbacks(execute=True):
        holiday = Holiday.objects.create(day=monday, name="Libur (contoh)")
    assert not queries.calendar(AROUND).is_working_day(monday)
    with django_capture_on_commit_callbacks(execute=True):
        holiday.delete()
    assert queries.calendar(AROUND).is_working_day(monday)


def test_calendar_is_forgotten_only_after_commit(seeded):
    queries.calendar(AROUND)
    with transaction.atomic():
        Holiday.objects.create(day=date(2026, 11, 30), name="Libur (contoh)")
        assert remembered.get(2026) is not None


def test_calendar_works_while_the_cache_is_away(seeded, settings):
    settings.CACHES = {
        "default": {"BACKEND": "perizinan.web.cache.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert queries.calendar(AROUND).add(AROUND, 5) == date(2026, 3, 31)


def test_counting_rule_and_week_come_from_settings(seeded, settings):
    settings.WORKDAYS_COUNT_FIRST_DAY = True
    settings.WORKDAYS_WEEK = [0, 1, 2, 3, 4, 5]
    calendar = queries.calendar(AROUND)
    assert calendar.add(AROUND, 1) == AROUND
    assert calendar.is_working_day(date(2026, 11, 28))
