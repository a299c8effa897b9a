from datetime import UTC, date, datetime, timedelta

import pytest

from applications.catalogue.models import PermitType
from applications.lifecycle import medians, tasks
from applications.lifecycle.models import Application, ClockInterval
from applications.lifecycle.states import Clock, Status
from perizinan.workdays.models import Holiday
from tests import make
from tests.make import NOW

MONDAY = date(2026, 11, 2)


def issued(cast, working_days, *, kind="new", closed_at=NOW, slug="penelitian"):
    """A case whose legal clock ran from a Monday for so many working days (at most a week's)."""
    case = make.draft(cast.ayu, filled=False)
    version = PermitType.objects.get(slug=slug).current
    Application.objects.filter(pk=case.pk).update(
        status=Status.ISSUED, submitted_at=closed_at, closed_at=closed_at, kind=kind, version=version
    )
    ran(case, MONDAY, MONDAY + timedelta(days=working_days))
    return case


def ran(case, start, end, clock=Clock.LEGAL):
    return ClockInterval.objects.create(
        application=case, clock=clock, started_on=start, ended_on=end, start_reason="complete", end_reason="issue"
    )


def found(slug="penelitian"):
    medians.refresh(now=NOW)
    row = PermitType.objects.get(slug=slug)
    return row.median_days, row.median_cases


def test_the_middle_of_what_the_office_used(cast):
    for days in (1, 2, 4, 4, 3):
        issued(cast, days)
    assert found() == (3, 5)


def test_fewer_than_five_cases_say_nothing(cast):
    for _ in range(4):
        issued(cast, 2)
    assert found() == (None, 4)


def test_of_two_middle_ones_the_higher_is_said(cast):
    for days in (1, 1, 2, 3, 4, 4):
        issued(cast, days)
    assert found() == (3, 6)


def test_days_that_waited_for_the_applicant_are_not_in_it(cast):
    for _ in range(5):
        case = issued(cast, 2)
        ran(case, MONDAY + timedelta(days=14), MONDAY + timedelta(days=15))  # resumed two weeks later
    assert found() == (3, 5)


def test_holidays_and_weekends_do_not_count(cast):
    Holiday.objects.create(day=MONDAY + timedelta(days=1), name="Libur (contoh)")
    for _ in range(5):
        issued(cast, 7)  # to the next Monday: four working days and that Monday, less the holiday
    assert found() == (4, 5)


def test_the_completeness_check_is_another_limit(cast):
    for _ in range(5):
        ran(issued(cast, 2), MONDAY - timedelta(days=7), MONDAY, clock=Clock.COMPLETENESS)
    assert found() == (2, 5)


def test_only_permits_of_the_last_year(cast):
    for _ in range(5):
        issued(cast, 2)
    for _ in range(5):
        issued(cast, 4, closed_at=datetime(2025, 11, 23, tzinfo=UTC))
    assert found() == (2, 5)


def test_what_was_not_issued_is_not_counted(cast):
    for _ in range(5):
        case = issued(cast, 2)
    Application.objects.filter(pk=case.pk).update(status=Status.REJECTED)
    assert found() == (None, 4)


def test_kinds_with_a_limit_of_their_own_are_not_mixed_in(cast):
    """A duplicate within two days says nothing about a new route permit."""
    for _ in range(5):
        issued(cast, 4, slug="trayek")
        issued(cast, 1, slug="trayek", kind="duplicate")
    assert found("trayek") == (4, 5)


def test_too_few_again_takes_the_number_back(cast):
    PermitType.objects.filter(slug="penelitian").update(median_days=9, median_cases=30)
    assert found() == (None, 0)


def test_the_nightly_task_writes_only_what_changed(cast, time_machine_now):
    for _ in range(5):
        issued(cast, 2)
    assert tasks.refresh_medians() == 1
    assert tasks.refresh_medians() == 0


@pytest.fixture
def time_machine_now():
    import time_machine

    with time_machine.travel(NOW):
        yield
