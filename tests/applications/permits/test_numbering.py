import threading
from datetime import UTC, datetime
from itertools import count
from unittest.mock import Mock

import pytest
from django.db import IntegrityError, transaction

from applications.answers.models import AnswerSet
from applications.catalogue.schema import Numbering
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from applications.permits import actions as permits
from applications.permits import numbering
from applications.permits.models import NumberCounter, NumberEntry, Permit
from perizinan.accounts.queries import grant_for
from perizinan.accounts.roles import Role
from tests import make
from tests.at_once import together
from tests.make import NOW

SERIES = Numbering(series="skp", pattern="{urut:04}/{unit}/{bulan_romawi}/{tahun}", start=41)


def take(by, now=NOW, series=SERIES):
    return numbering.take(numbering=series, unit_code="415", by=by, now=now)


@pytest.mark.parametrize(("month", "roman"), [(1, "I"), (4, "IV"), (9, "IX"), (12, "XII")])
def test_pattern_is_filled(month, roman):
    said = numbering.text(SERIES.pattern, value=7, unit_code="415", month=month, year=2027)
    assert said == f"0007/415/{roman}/2027"


def test_series_begins_with_its_start_value_and_goes_on(cast):
    assert [take(cast.dewi).value for _ in range(3)] == [41, 42, 43]


def test_each_year_begins_anew_at_midnight_of_the_office(cast):
    take(cast.dewi)
    last_minute, first = (datetime(2026, 12, 31, 16, 59, tzinfo=UTC), datetime(2026, 12, 31, 17, 0, tzinfo=UTC))
    assert [take(cast.dewi, at).text for at in (last_minute, first)] == ["0042/415/XII/2026", "0041/415/I/2027"]


def test_series_do_not_disturb_each_other(cast):
    other = SERIES.model_copy(update={"series": "lain", "pattern": "L-{urut}"})
    assert [take(cast.dewi).value, take(cast.dewi, series=other).value, take(cast.dewi).value] == [41, 41, 42]


def test_number_that_was_not_used_goes_back(cast):
    with transaction.atomic():
        take(cast.dewi)
        transaction.set_rollback(True)
    assert take(cast.dewi).value == 41


def test_database_refuses_a_number_twice_and_a_row_lost(cast):
    entry = take(cast.dewi)
    twice = {"counter": entry.counter, "value": 41, "text": "lain", "taken_at": NOW, "taken_by": cast.dewi}
    with pytest.raises(IntegrityError, match="no_number_twice"), transaction.atomic():
        NumberEntry.objects.create(**twice)
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        NumberEntry.objects.filter(pk=entry.pk)._raw_delete("default")


def test_issue_needs_the_approvals_transaction(cast, monkeypatch):
    case = make.application(cast)
    grant = grant_for(cast.dewi, Role.HEAD, None, NOW.date())
    with monkeypatch.context() as outside:
        outside.setattr(transaction.get_connection(), "in_atomic_block", False)
        with pytest.raises(RuntimeError):
            permits.issue(application=case, by=cast.dewi, grant=grant, now=NOW)
    assert not NumberCounter.objects.exists()


CASES = 50


@pytest.fixture
def at_the_head(cast, nudged):
    case = make.application(cast, status=Status.IN_REVIEW, stage="persetujuan")
    return [case, *(copy(case, n) for n in range(1, CASES))]


def copy(case, n):
    twin = make.fresh(case)
    twin.pk, twin.number, twin.tracking_code = None, f"99-{n:04}-000", f"T{n:05}"
    twin.save(force_insert=True)
    item = make.item(case)
    item.pk, item.application, item.number = None, twin, twin.number
    item.save(force_insert=True)
    answers = AnswerSet.objects.get(application=case)
    answers.pk, answers.application = None, twin
    answers.save(force_insert=True)
    return twin


@pytest.fixture
def judged(monkeypatch):
    # the copies have no documents; what is tested here is the number, not the checklist
    monkeypatch.setattr("reviews.decisions.actions.before_passing_on", Mock(return_value=[]))


def approvals(cases, by):
    return [lambda case=case: make.approve(case, by) for case in cases]


@pytest.mark.django_db(transaction=True)
def test_fifty_heads_approve_at_once_with_failures_and_no_gap(at_the_head, judged, cast, monkeypatch):
    take_number, calls = numbering.take, count(1)

    def sometimes_dies(**named):
        entry = take_number(**named)
        if next(calls) % 5 == 0:
            raise ConnectionResetError  # after the number is taken, before the permit is there
        return entry

    monkeypatch.setattr(numbering, "take", sometimes_dies)
    left = at_the_head
    while left:
        outcomes = together(*approvals(left[:25], cast.dewi), *approvals(left[25:], cast.dewi))
        assert set(outcomes) <= {"done", "ConnectionResetError"}
        left = list(Application.objects.filter(status=Status.IN_REVIEW))
    assert next(calls) > CASES + 1  # some did die
    assert sorted(NumberEntry.objects.values_list("value", flat=True)) == list(range(1, CASES + 1))
    assert sorted(Permit.objects.values_list("number_entry__value", flat=True)) == list(range(1, CASES + 1))
    assert NumberCounter.objects.get().last == CASES


@pytest.mark.django_db(transaction=True)
def test_without_the_counters_lock_numbers_collide(at_the_head, judged, cast, monkeypatch):
    meet = threading.Barrier(2)

    def unlocked(series, year):
        counter, _made = NumberCounter.objects.get_or_create(
            series=series.series, year=year, defaults={"last": series.start - 1}
        )
        meet.wait(timeout=10)
        return counter

    NumberCounter.objects.create(series="skp", year=2026, last=0)
    monkeypatch.setattr(numbering, "_locked", unlocked)
    assert together(*approvals(at_the_head[:2], cast.dewi)) == ["IntegrityError", "done"]
