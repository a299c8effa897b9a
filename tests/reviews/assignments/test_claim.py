from datetime import date, timedelta

import pytest

from applications.lifecycle.models import WorkItem
from applications.lifecycle.moves import NotYourMove
from applications.lifecycle.states import Status
from perizinan.accounts.models import RoleGrant
from perizinan.audit.models import AuditEntry
from reviews.assignments import actions as assignments
from reviews.assignments.actions import AlreadyClaimed
from tests import make
from tests.at_once import together
from tests.make import NOW


def claim(case, by, now=NOW):
    return assignments.claim(item_id=make.item(case).pk, by=by, now=now)


def release(case, by):
    return assignments.release(item_id=make.item(case).pk, by=by, now=NOW)


def test_first_claim_starts_the_review(cast):
    case = make.application(cast)
    assert claim(case, cast.budi).officer == cast.budi
    assert make.fresh(case).status == Status.IN_REVIEW
    assert case.changes.latest("pk").verb == "start_review"


def test_second_claim_by_the_same_officer_changes_nothing(cast):
    case = make.application(cast)
    claim(case, cast.budi)
    claim(case, cast.budi)
    assert case.changes.filter(verb="start_review").count() == 1
    assert AuditEntry.objects.filter(verb="case.claim").count() == 1


def test_slower_officer_reads_who_has_the_case(cast):
    case = make.application(cast)
    claim(case, cast.budi)
    with pytest.raises(AlreadyClaimed) as refused:
        claim(case, cast.bayu)
    assert refused.value.officer == cast.budi


def test_case_given_back_can_be_taken_by_a_colleague(cast):
    case = make.application(cast)
    claim(case, cast.budi)
    with pytest.raises(NotYourMove):
        release(case, cast.bayu)
    release(case, cast.budi)
    assert claim(case, cast.bayu).officer == cast.bayu
    assert case.changes.filter(verb="start_review").count() == 1
    assert AuditEntry.objects.filter(verb="case.release").count() == 1


@pytest.mark.parametrize("who", ["ayu", "citra", "darma", "dewi", "eko", "gita", "hadi"])
def test_only_the_stages_own_officers_take_a_case(cast, who):
    case = make.application(cast)
    with pytest.raises(NotYourMove):
        claim(case, getattr(cast, who))
    assert make.item(case).officer is None


@pytest.mark.parametrize(
    ("starts", "ends", "may"),
    [
        (date(2026, 11, 24), date(2026, 11, 24), True),
        (date(2026, 11, 25), None, False),
        (date(2026, 1, 1), date(2026, 11, 23), False),
    ],
)
def test_grant_holds_on_its_days_only(cast, starts, ends, may):
    RoleGrant.objects.filter(user=cast.budi).update(starts_on=starts, ends_on=ends)
    case = make.application(cast)
    if may:
        assert claim(case, cast.budi).officer == cast.budi
    else:
        with pytest.raises(NotYourMove):
            claim(case, cast.budi)


def test_day_of_a_grant_is_the_offices_day(cast):
    RoleGrant.objects.filter(user=cast.budi).update(ends_on=date(2026, 11, 24))
    case = make.application(cast)
    midnight_in_mojokerto = NOW.replace(hour=17)
    with pytest.raises(NotYourMove):
        claim(case, cast.budi, midnight_in_mojokerto)
    assert claim(case, cast.budi, midnight_in_mojokerto - timedelta(minutes=1)).officer == cast.budi


def test_finished_stage_cannot_be_taken(cast):
    case = make.application(cast, status=Status.IN_REVIEW)
    done = WorkItem.objects.get(application=case, stage_key="kelengkapan")
    for verb in (assignments.claim, assignments.release):
        with pytest.raises(NotYourMove):
            verb(item_id=done.pk, by=cast.budi, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_officers_claim_at_once_and_one_has_it(cast, nudged):
    case = make.application(cast)
    outcomes = together(*[lambda by=by: claim(case, by) for by in (cast.budi, cast.bayu)])
    assert outcomes == ["AlreadyClaimed", "done"]
    assert case.changes.filter(verb="start_review").count() == 1
