from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from applications.corrections import actions as corrections
from applications.corrections import tasks
from applications.corrections.models import Point, Reply, Round
from applications.corrections.queries import open_points
from applications.drafting import actions as drafting
from applications.lifecycle.moves import NotYourMove
from applications.lifecycle.states import Status
from perizinan.outbox.models import Message
from perizinan.workdays.models import Holiday
from tests import make
from tests.make import NOW

DUE = date(2026, 12, 8)  # ten working days after Tuesday 24 November


def answer(case, reply, text="", point=None):
    point = point or open_points(case)[0]
    return drafting.answer(application_id=case.pk, point_id=point.pk, reply=reply, text=text, now=NOW)


@pytest.mark.parametrize("text", ["", "  \n "])
def test_i_do_not_have_it_needs_a_reason(cast, text):
    case = make.application(cast, status=Status.RETURNED)
    with pytest.raises(corrections.ReasonMissing):
        answer(case, Reply.CANNOT, text)
    assert open_points(case)[0].reply == Reply.NONE


def test_database_refuses_a_missing_reason_too(cast):
    make.application(cast, status=Status.RETURNED)
    with pytest.raises(IntegrityError, match="cannot_needs_a_reason"), transaction.atomic():
        Point.objects.update(reply=Reply.CANNOT, replied_at=NOW)


def test_answer_can_be_taken_back(cast):
    case = make.application(cast, status=Status.RETURNED)
    answer(case, Reply.CANNOT, "KTP hilang.")
    taken_back = answer(case, Reply.NONE)
    assert (taken_back.reply, taken_back.reply_text, taken_back.replied_at) == (Reply.NONE, "", None)


def test_points_of_a_round_that_is_over_are_closed(cast):
    case = make.application(cast, status=Status.RETURNED)
    [old] = open_points(case)
    make.mend(case, cast.ayu)
    with pytest.raises(NotYourMove):
        answer(case, Reply.CANNOT, "x", old)
    make.send_back(case, cast.budi, mend={"pasfoto": "Wajah tidak terlihat."})
    with pytest.raises(Point.DoesNotExist):
        answer(case, Reply.CANNOT, "x", old)


def test_point_of_somebody_elses_case_is_not_there(cast):
    mine, other = (make.application(cast, status=Status.RETURNED) for _ in range(2))
    with pytest.raises(Point.DoesNotExist):
        answer(mine, Reply.MENDED, point=open_points(other)[0])


def test_time_to_mend_is_counted_in_working_days(cast):
    Holiday.objects.create(day=date(2026, 12, 1), name="Libur (contoh)")
    case = make.application(cast, status=Status.RETURNED)
    assert case.correction_due_on == date(2026, 12, 9)
    assert Round.objects.get(application=case).due_on == date(2026, 12, 9)


def sweep(year, month, day):
    with time_machine.travel(datetime(year, month, day, 1, 0, tzinfo=UTC), tick=False):
        return tasks.lapse_overdue()


def test_case_does_not_lapse_on_its_last_day(cast):
    case = make.application(cast, status=Status.RETURNED)
    assert case.correction_due_on == DUE
    assert sweep(2026, 12, 8) == 0
    assert make.fresh(case).status == Status.RETURNED


@pytest.mark.parametrize("day", [(2026, 12, 9), (2027, 2, 1)], ids=["next day", "after missed runs"])
def test_case_lapses_after_its_last_day_once(cast, day):
    case = make.application(cast, status=Status.RETURNED)
    assert (sweep(*day), sweep(*day)) == (1, 0)
    assert make.fresh(case).status == Status.LAPSED
    assert not Round.objects.filter(application=case, answered_at=None).exists()
    [told] = Message.objects.filter(kind="application_lapsed")
    assert told.context["lapsed_on"] == DUE.isoformat()


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.WITHDRAWN])
def test_only_returned_cases_lapse(cast, status):
    case = make.application(cast, status=status)
    assert not corrections.lapse(application_id=case.pk, today=date(2028, 1, 3), now=NOW)


def test_one_case_that_cannot_lapse_does_not_hold_up_the_others(cast, monkeypatch):
    stuck, other = (make.application(cast, status=Status.RETURNED) for _ in range(2))
    real = corrections.moves.move

    def move(*, application, **named):
        if application.pk == stuck.pk:
            raise OSError
        return real(application=application, **named)

    monkeypatch.setattr(corrections.moves, "move", move)
    sweep(2027, 1, 4)
    assert make.fresh(other).status == Status.LAPSED
    assert make.fresh(stuck).status == Status.RETURNED
