import pytest

from applications.answers.queries import answers_of
from applications.catalogue.models import PermitType
from applications.lifecycle.models import Application
from applications.lifecycle.moves import AlreadyDecided, NotYourMove
from applications.lifecycle.states import Status, WaitingOn
from perizinan.outbox.models import Message
from reviews.decisions import actions as decisions
from reviews.decisions.actions import NoSuchTarget, ReasonMissing
from tests.reviews.cases import SMALL_SIGN, person, sent

TEXT = "Yang Anda perlukan izin pemakaian bagian jalan."


@pytest.fixture
def sign(cast):
    return sent(cast.ayu, "reklame", SMALL_SIGN)


def transfer(walk, slug="bagian-jalan", text=TEXT, **more):
    return decisions.transfer(**walk.said("kelengkapan", slug=slug, text=text, **more))


def test_the_old_case_is_closed_with_a_link_to_the_new_draft(sign):
    new = transfer(sign)
    case = sign.fresh
    assert (case.status, case.waiting_on, case.replaced_by, case.refusal_text) == (
        Status.TRANSFERRED,
        WaitingOn.NOBODY,
        new,
        TEXT,
    )
    assert case.closed_at == sign.now
    assert sign.open == {}
    assert case.items.get().outcome == "transfer"
    assert new.status == Status.DRAFT
    assert new.spec.slug == "bagian-jalan"
    assert (new.applicant_id, new.filed_by_id, new.village_id) == (case.applicant_id, case.filed_by_id, case.village_id)
    assert answers_of(new, 1)["nama"] == "Ayu Contoh"
    assert Message.objects.get(kind="application_transferred").context["number"] == case.number


@pytest.mark.parametrize("slug", ["reklame", "nib", "tidak-ada"])
def test_only_other_types_that_take_cases_here_can_be_chosen(sign, slug):
    with pytest.raises(NoSuchTarget):
        transfer(sign, slug)
    assert Application.objects.count() == 1


def test_a_closed_type_takes_no_case(sign):
    PermitType.objects.filter(slug="bagian-jalan").update(closed=True)
    with pytest.raises(NoSuchTarget):
        transfer(sign)


def test_the_applicant_needs_an_explanation(sign):
    with pytest.raises(ReasonMissing):
        transfer(sign, text=" ")
    assert sign.fresh.status == Status.SUBMITTED


def test_only_the_officers_of_the_check_propose_it(sign):
    with pytest.raises(NotYourMove):
        transfer(sign, by=person("HEAD", "dpmptsp"))
    sign.to("pajak")
    with pytest.raises(NotYourMove):
        decisions.transfer(**sign.said("pajak", slug="bagian-jalan", text=TEXT))


def test_a_stale_page_transfers_nothing(sign):
    with pytest.raises(AlreadyDecided):
        transfer(sign, seen=sign.fresh.revision - 1)


def test_nothing_is_left_of_a_transfer_that_fails(sign, monkeypatch):
    class Broken(Exception):
        """Not what a nested durable transaction raises."""

    def refuse(*said, **more):
        assert Application.objects.count() == 2
        raise Broken

    monkeypatch.setattr(decisions, "finish", refuse)
    with pytest.raises(Broken):
        transfer(sign)
    assert Application.objects.count() == 1
