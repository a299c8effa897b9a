from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from applications.lifecycle import clock
from applications.lifecycle.clock import Span
from applications.lifecycle.models import ClockInterval
from applications.lifecycle.states import Clock, Status
from perizinan.workdays.arithmetic import Calendar
from perizinan.workdays.models import Holiday
from tests import make
from tests.make import NOW


def at(month, day):
    return datetime(2026, month, day, 3, 0, tzinfo=UTC)


def dates(case):
    found = make.fresh(case)
    return found.due_on, found.amber_on, found.red_on


@pytest.fixture
def holiday(seeded):
    return Holiday.objects.create(day=date(2026, 11, 25), name="Libur (contoh)")


def test_no_clock_runs_in_a_draft(cast):
    case = make.draft(cast.ayu, filled=False)
    assert dates(case) == (None, None, None)
    assert not case.intervals.exists()


def test_completeness_limit_runs_from_sending(cast, holiday):
    case = make.application(cast)  # Tuesday 24; Wednesday is a holiday
    assert dates(case) == (date(2026, 11, 27), date(2026, 11, 26), date(2026, 11, 27))


def test_legal_limit_starts_with_the_declaration(cast, holiday):
    case = make.application(cast)
    make.judge(case, cast.budi)
    make.pass_on(case, "complete", cast.budi, now=at(11, 26))
    # five working days after Thursday 26: 27, 30, 1, 2, 3 December
    assert dates(case) == (date(2026, 12, 3), date(2026, 12, 1), date(2026, 12, 2))
    assert [(i.clock, i.started_on, i.ended_on) for i in case.intervals.order_by("pk")] == [
        (Clock.COMPLETENESS, date(2026, 11, 24), date(2026, 11, 26)),
        (Clock.LEGAL, date(2026, 11, 26), None),
    ]


def test_clock_stops_at_a_return_and_resumes_with_what_is_left(cast, holiday):
    case = make.application(cast, status=Status.IN_REVIEW)  # complete on the 24th: 5 days
    make.send_back(case, cast.citra, now=at(11, 27))  # 26 and 27 are used up
    assert dates(case) == (None, None, None)
    make.mend(case, cast.ayu, now=at(12, 3))
    # three left after Thursday 3: 4, 7, 8; amber after three of five in all, red after four
    assert dates(case) == (date(2026, 12, 8), date(2026, 12, 4), date(2026, 12, 7))
    assert make.fresh(case).complete_at == NOW


def test_return_before_completeness_resumes_the_completeness_clock(cast):
    case = make.application(cast, status=Status.RETURNED)
    make.mend(case, cast.ayu, now=at(12, 1))
    assert case.intervals.get(ended_on=None).clock == Clock.COMPLETENESS
    assert dates(case)[0] == date(2026, 12, 3)


def test_clock_runs_on_until_the_signature(cast):
    case = make.application(cast, status=Status.AWAITING_SIGNATURE)
    assert dates(case)[0] == date(2026, 12, 1)
    issued = make.application(cast, status=Status.ISSUED)
    assert dates(issued) == (None, None, None)
    assert not issued.intervals.filter(ended_on=None).exists()


@pytest.mark.parametrize("status", [Status.REJECTED, Status.WITHDRAWN, Status.LAPSED])
def test_clock_ends_with_the_case(cast, status):
    case = make.application(cast, status=status)
    assert dates(case) == (None, None, None)
    assert not case.intervals.filter(ended_on=None).exists()


def test_one_clock_runs_at_a_time(cast):
    case = make.application(cast)
    with pytest.raises(IntegrityError, match="one_running_clock"):
        ClockInterval.objects.create(
            application=case, clock=Clock.LEGAL, started_on=date(2026, 11, 24), start_reason="complete"
        )


days = st.integers(0, 20)


@given(
    limit=st.integers(1, 60),
    turns=st.lists(st.tuples(days, days), max_size=6),
    off=st.frozensets(st.integers(0, 300), max_size=40),
)
def test_days_used_and_days_left_make_the_limit(limit, turns, off):
    first = date(2026, 11, 24)
    calendar = Calendar(holidays=frozenset(first + timedelta(days=n) for n in off))
    day, spans = first, []
    for ran, rested in turns:
        spans.append(Span(day, day + timedelta(days=ran)))
        day += timedelta(days=ran + rested)
    used = clock.used(spans, calendar)
    found = clock.dates(limit=limit, already_used=used, running_since=day, calendar=calendar)
    assert used <= calendar.count(first, day)
    assert calendar.count(day, found.due_on) == max(0, limit - used)
    assert day <= found.amber_on <= found.red_on <= found.due_on
