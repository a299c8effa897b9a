import pytest
from django.db import transaction

from applications.lifecycle import moves
from applications.lifecycle.models import Application
from applications.lifecycle.states import CLOSED, Status, WaitingOn
from applications.lifecycle.transitions import TABLE
from tests import make
from tests.make import NOW

S, W = Status, WaitingOn
OPEN = {S.SUBMITTED, S.IN_REVIEW}
# Written by hand, not read from the table: (from), to, whose turn
EXPECTED = {
    "submit": ({S.DRAFT}, S.SUBMITTED, W.UNIT),
    "start_review": ({S.SUBMITTED}, S.IN_REVIEW, W.UNIT),
    "complete": (OPEN, S.IN_REVIEW, W.UNIT),
    "return": (OPEN, S.RETURNED, W.APPLICANT),
    "resubmit": ({S.RETURNED}, S.IN_REVIEW, W.UNIT),
    "recommend": ({S.IN_REVIEW}, S.IN_REVIEW, W.UNIT),
    "advise_against": ({S.IN_REVIEW}, S.IN_REVIEW, W.UNIT),
    "report_visit": ({S.IN_REVIEW}, S.IN_REVIEW, W.UNIT),
    "ask_payment": ({S.IN_REVIEW}, S.AWAITING_PAYMENT, W.PAYMENT),
    "confirm_payment": ({S.AWAITING_PAYMENT}, S.IN_REVIEW, W.UNIT),
    "transfer": (OPEN, S.TRANSFERRED, W.NOBODY),
    "endorse": ({S.IN_REVIEW}, S.IN_REVIEW, W.UNIT),
    "approve": ({S.IN_REVIEW}, S.AWAITING_SIGNATURE, W.SIGNATURE),
    "issue": ({S.AWAITING_SIGNATURE}, S.ISSUED, W.NOBODY),
    "reject": (OPEN, S.REJECTED, W.NOBODY),
    "withdraw": ({S.DRAFT, S.RETURNED, S.AWAITING_PAYMENT, *OPEN}, S.WITHDRAWN, W.NOBODY),
    "expire": ({S.DRAFT}, S.LAPSED, W.NOBODY),
    "lapse": ({S.RETURNED}, S.LAPSED, W.NOBODY),
}


class Undone(Exception):
    pass


@pytest.fixture
def case(cast):
    return make.draft(cast.ayu, filled=False)


def put(case, status):
    sent = {"submitted_at": None if status == S.DRAFT else NOW, "closed_at": NOW if status in CLOSED else None}
    Application.objects.filter(pk=case.pk).update(status=status, **sent)


def outcome(case, verb, by):
    """What the move would do to the case, without keeping it."""
    try:
        with transaction.atomic():
            moved = moves.lock(case.pk)
            moves.move(application=moved, verb=verb, by=by, now=NOW)
            raise Undone
    except moves.NotYourMove:
        return "refused"
    except Undone:
        return moved.status, moved.waiting_on


@pytest.mark.parametrize("verb", EXPECTED)
def test_verb_moves_only_from_its_own_states(verb, case, cast):
    sources, target, turn = EXPECTED[verb]
    for status in Status:
        put(case, status)
        assert outcome(case, verb, cast.ayu) == ((target, turn) if status in sources else "refused"), status


def test_no_verb_is_outside_the_expected_table():
    assert set(TABLE) == set(EXPECTED)


def test_closed_is_closed(case, cast):
    for status in CLOSED:
        put(case, status)
        assert {outcome(case, verb, cast.ayu) for verb in TABLE} == {"refused"}


def test_move_needs_a_transaction(case, cast, monkeypatch):
    with monkeypatch.context() as outside:
        outside.setattr(transaction.get_connection(), "in_atomic_block", False)
        with pytest.raises(RuntimeError):
            moves.move(application=case, verb="submit", by=cast.ayu, now=NOW)


def test_hook_runs_in_the_same_transaction(case, cast, monkeypatch):
    def refuse(application, change):
        raise Undone

    monkeypatch.setitem(moves._hooks, "submit", [refuse])
    with pytest.raises(Undone), transaction.atomic():
        moves.move(application=moves.lock(case.pk), verb="submit", by=cast.ayu, now=NOW)
    assert make.fresh(case).status == S.DRAFT
    assert not case.changes.exists()


def test_hook_is_registered_once(monkeypatch):
    monkeypatch.setitem(moves._hooks, "submit", [])
    for _ in range(2):
        moves.after("submit", print)
    assert moves._hooks["submit"] == [print]
