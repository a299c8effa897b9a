import threading

import pytest

from applications.drafting import actions as drafting
from applications.lifecycle import moves
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from applications.permits.models import Permit
from perizinan.outbox.models import Message
from reviews.decisions import actions as decisions
from tests import make
from tests.at_once import together
from tests.make import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_officers_decide_at_once_and_one_wins(cast, nudged):
    case = make.application(cast)
    make.judge(case, cast.budi, mend={"ktp": "Foto KTP buram."})
    said = {"item_id": make.item(case).pk, "seen": make.fresh(case).revision, "now": NOW}
    reason = case.spec.refusal_reasons[0].id
    outcomes = together(
        lambda: decisions.return_case(by=cast.budi, **said),
        lambda: decisions.reject(by=cast.bayu, reason=reason, text="x", **said),
    )
    assert outcomes == ["AlreadyDecided", "done"]
    assert case.changes.count() == 2
    assert make.fresh(case).status in (Status.RETURNED, Status.REJECTED)


def test_two_heads_approve_at_once_and_one_number_is_taken(cast, nudged):
    case = make.application(cast, status=Status.IN_REVIEW, stage="persetujuan")
    cast.bayu.grants.create(role="head", starts_on=NOW.date())
    said = {"item_id": make.item(case).pk, "seen": make.fresh(case).revision, "now": NOW}
    outcomes = together(*[lambda by=by: decisions.approve(by=by, **said) for by in (cast.dewi, cast.bayu) * 2])
    assert outcomes == ["AlreadyDecided", "AlreadyDecided", "AlreadyDecided", "done"]
    assert Permit.objects.count() == 1
    assert Message.objects.filter(kind="application_approved").count() == 1


@pytest.fixture
def reject_and_withdraw(cast, nudged):
    case = make.application(cast)
    reason = case.spec.refusal_reasons[0].id
    said = {"item_id": make.item(case).pk, "seen": case.revision, "by": cast.budi, "now": NOW}
    return case, (
        lambda: decisions.reject(reason=reason, text="x", **said),
        lambda: drafting.withdraw(application_id=case.pk, by=cast.ayu, now=NOW),
    )


def test_office_and_applicant_at_once_and_one_wins(reject_and_withdraw):
    case, acts = reject_and_withdraw
    assert together(*acts)[1] == "done"
    assert case.changes.count() == 2


def test_a_transfer_and_a_withdrawal_at_once_and_one_wins(cast, nudged):
    case = make.application(cast)
    said = {"item_id": make.item(case).pk, "seen": case.revision, "by": cast.budi, "now": NOW}
    together(
        lambda: decisions.transfer(slug="reklame", text="Ini papan nama.", **said),
        lambda: drafting.withdraw(application_id=case.pk, by=cast.ayu, now=NOW),
    )
    closed = make.fresh(case)
    drafts = Application.objects.filter(status=Status.DRAFT).count()
    assert (closed.status, drafts) in [(Status.TRANSFERRED, 1), (Status.WITHDRAWN, 0)]


def test_without_the_lock_nobody_is_told_that_they_were_slower(reject_and_withdraw, monkeypatch):
    case, acts = reject_and_withdraw
    both = threading.Barrier(2)

    def unlocked(pk):
        found = make.fresh(case)
        both.wait()
        return found

    monkeypatch.setattr(moves, "lock", unlocked)
    assert together(*acts) in (["done", "done"], ["OperationalError", "done"])  # both win, or a deadlock
