import pytest

from applications.lifecycle.ownership import OwnCase
from applications.lifecycle.states import Status
from perizinan.accounts.actions import add_business, ensure_own_party
from perizinan.accounts.models import Membership
from reviews.assignments import actions as assignments
from reviews.checklists.models import Judgement
from reviews.decisions import actions as decisions
from tests import make
from tests.make import NOW


def filed_by(case, officer):
    case.filed_by = officer


def applicant_is(case, officer):
    case.applicant = ensure_own_party(user=officer, now=NOW)


def business_of(case, officer):
    case.applicant = add_business(user=officer, name="CV Contoh", by=officer, now=NOW)


@pytest.fixture(params=[filed_by, applicant_is, business_of])
def owned_by(request):
    def change(case, officer):
        found = make.fresh(case)
        request.param(found, officer)
        found.save(update_fields=["filed_by", "applicant"])

    return change


def test_nobody_touches_a_case_of_their_own(cast, owned_by):
    case = make.application(cast)
    owned_by(case, cast.budi)
    seen, item = make.fresh(case).revision, make.item(case).pk
    said = {"item_id": item, "by": cast.budi, "now": NOW}
    reason = case.spec.refusal_reasons[0].id
    for verb in (
        lambda: assignments.claim(**said),
        lambda: make.judge_one(case, "ktp", cast.budi),
        lambda: make.judge_one(case, "ktp", cast.budi, judgement=Judgement.MEND, note="Buram."),
        lambda: decisions.pass_on(verb="complete", seen=seen, **said),
        lambda: decisions.return_case(seen=seen, **said),
        lambda: decisions.reject(seen=seen, reason=reason, text="x", **said),
        lambda: decisions.transfer(seen=seen, slug="reklame", text="x", **said),
        lambda: decisions.fill_in(section_key="x", typed={}, **said),
    ):
        with pytest.raises(OwnCase):
            verb()
    assert make.fresh(case).revision == seen
    make.judge(case, cast.bayu)  # a colleague may
    make.pass_on(case, "complete", cast.bayu)


def test_head_does_not_approve_their_own_case(cast, owned_by):
    case = make.application(cast, status=Status.IN_REVIEW, stage="persetujuan")
    owned_by(case, cast.dewi)
    with pytest.raises(OwnCase):
        make.approve(case, cast.dewi)


def test_who_left_the_business_may_work_on_its_cases(cast):
    case = make.application(cast)
    found = make.fresh(case)
    business_of(found, cast.budi)
    found.save(update_fields=["applicant"])
    Membership.objects.update(ended_at=NOW)
    make.judge_one(case, "ktp", cast.budi)
