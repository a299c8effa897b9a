import pytest

from applications.lifecycle.models import Application
from applications.lifecycle.ownership import is_own, with_own
from applications.lifecycle.states import Status
from perizinan.accounts.actions import add_business
from perizinan.accounts.models import Membership
from reviews.checklists.models import Verdict
from tests import make
from tests.reviews.desk.conftest import page


@pytest.mark.parametrize("who", ["budi", "ayu", "eko"])
def test_the_page_and_the_actions_agree_on_whose_own_case_it_is(cast, who):
    case, user = make.application(cast), getattr(cast, who)
    business = add_business(user=cast.eko, name="CV Contoh", by=cast.eko, now=make.NOW)
    Application.objects.filter(pk=case.pk).update(applicant=business)
    found = with_own(Application.objects.all(), user).select_related("applicant").get()
    assert bool(found.own) is is_own(found, user) is (who != "budi")
    Membership.objects.update(ended_at=make.NOW)
    found = with_own(Application.objects.all(), user).select_related("applicant").get()
    assert bool(found.own) is is_own(found, user) is (who == "ayu")


def test_an_officer_reads_no_internal_note_about_their_own_case(cast, desk, words):
    case = make.application(cast, status=Status.IN_REVIEW)
    make.pass_on(case, "advise_against", cast.citra, note="Surat kampus tampaknya palsu.")
    Verdict.objects.filter(application=case).update(internal="Tanyakan dulu ke kampus.")
    secrets = ("Tanyakan dulu ke kampus.", "Surat kampus tampaknya palsu.")
    assert all(secret in words(desk(cast.darma).get(page(case))) for secret in secrets)

    Application.objects.filter(pk=case.pk).update(filed_by=cast.darma)
    browser = desk(cast.darma)
    form = {"revision": make.fresh(case).revision, "verb": "endorse"}
    seen = [browser.get(page(case)), browser.post(page(case, "teruskan/"), form)]
    assert [answer.status_code for answer in seen] == [200, 409]
    for secret in secrets:
        assert all(secret not in words(answer) for answer in seen)
