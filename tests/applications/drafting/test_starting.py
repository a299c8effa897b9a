from datetime import timedelta

import pytest

from applications.answers.models import AnswerSet
from applications.answers.queries import answers_of
from applications.drafting.closing import TypeClosed
from applications.drafting.former import NoSuchPermit, OtherHolder, PermitEnded, permits_of
from applications.drafting.starting import FormerMissing, KindNotOffered, start_case
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from applications.permits.models import Permit
from perizinan.accounts.models import Membership, Party
from perizinan.accounts.queries import Capacity
from perizinan.regions.models import Region
from tests import make
from tests.applications.drafting.conftest import close, current, drop, every_kind, publish
from tests.make import NOW


def begin(by, **named):
    return start_case(
        version=current(named.pop("slug", "penelitian")),
        capacity=named.pop("capacity", Capacity.SELF),
        village=Region.objects.get(code="35.16.13.2001"),
        party=None,
        by=by,
        now=named.pop("now", NOW),
        **named,
    )


@pytest.fixture
def permit(cast) -> Permit:
    found = make.permit_of(make.application(cast, status=Status.ISSUED))
    publish(every_kind)
    return found


def test_a_new_permit_names_no_other(cast):
    publish(every_kind)
    case = begin(cast.ayu, kind="new", former_number="500/1/2020")
    assert (case.kind, case.former_number) == ("new", "")


def test_a_renewal_starts_with_the_answers_of_its_permit(cast, permit):
    case = begin(cast.ayu, kind="renewal", former_number=f" {permit.number.lower()} ")
    assert (case.kind, case.former_number) == ("renewal", permit.number)
    before = answers_of(permit.application, 1)
    assert answers_of(case, 1) == before
    assert before["judul"] == make.ANSWERS["penelitian"]["judul"]


def test_answers_that_have_no_place_any_more_are_shown(cast, permit):
    publish(lambda content: drop(content, "metode"))
    case = begin(cast.ayu, kind="renewal", former_number=permit.number)
    told = AnswerSet.objects.get(application=case).carried
    assert told["why"] == "permit"
    assert [(entry["key"], entry["shown"]) for entry in told["left"]] == [("metode", "Wawancara.")]


def test_a_paper_from_before_is_named_as_it_is_written(cast, permit):
    case = begin(cast.ayu, kind="duplicate", former_number="  503/12/ SKP /2019 ")
    assert (case.kind, case.former_number) == ("duplicate", "503/12/ SKP /2019")
    assert answers_of(case, 1).keys() <= {"nama", "nik", "alamat", "telepon", "email"}  # what we know of Ayu


@pytest.mark.parametrize(
    ("kind", "number", "refusal"),
    [("revocation", "1/2020", KindNotOffered), ("entah", "1/2020", KindNotOffered), ("renewal", " ", FormerMissing)],
)
def test_what_is_not_offered_or_names_no_permit_is_refused(cast, permit, kind, number, refusal):
    with pytest.raises(refusal):
        begin(cast.ayu, kind=kind, former_number=number)
    assert Application.objects.filter(status=Status.DRAFT).count() == 0


def test_somebody_elses_permit_is_refused(cast, permit):
    with pytest.raises(NoSuchPermit):
        begin(cast.eko, kind="renewal", former_number=permit.number)


def test_a_permit_of_another_type_is_refused(cast, permit):
    with pytest.raises(NoSuchPermit):
        begin(cast.ayu, slug="reklame", kind="renewal", former_number=permit.number)


def test_a_permit_that_is_not_signed_yet_is_refused(cast):
    waiting = make.permit_of(make.application(cast, status=Status.AWAITING_SIGNATURE))
    publish(every_kind)
    with pytest.raises(NoSuchPermit):
        begin(cast.ayu, kind="renewal", former_number=waiting.number)


@pytest.mark.parametrize("how", [Permit.Ended.REPLACED, Permit.Ended.REVOKED])
def test_an_ended_permit_is_refused(cast, permit, how):
    Permit.objects.filter(pk=permit.pk).update(ended_how=how, ended_at=NOW)
    with pytest.raises(PermitEnded):
        begin(cast.ayu, kind="renewal", former_number=permit.number)
    with pytest.raises(NoSuchPermit):  # a stranger is not told even that
        begin(cast.eko, kind="renewal", former_number=permit.number)
    assert permits_of(cast.ayu, "penelitian", NOW.date()) == []


def test_a_letter_of_revocation_is_no_permit_to_ask_about(cast, permit):
    Application.objects.filter(pk=permit.application_id).update(kind="revocation", former_number="1/2020")
    assert permits_of(cast.ayu, "penelitian", NOW.date()) == []
    with pytest.raises(NoSuchPermit):
        begin(cast.ayu, kind="renewal", former_number=permit.number)


def test_a_permit_of_ones_business_may_be_renewed(cast, permit):
    business = Party.objects.create(kind=Party.Kind.BUSINESS, name="CV Contoh", created_at=NOW)
    Membership.objects.create(party=business, user=cast.eko, created_at=NOW)
    Application.objects.filter(pk=permit.application_id).update(applicant=business, capacity=Capacity.BUSINESS)
    assert permits_of(cast.eko, "penelitian", NOW.date()) == [permit]
    Membership.objects.update(ended_at=NOW)
    assert permits_of(cast.eko, "penelitian", NOW.date()) == []


@pytest.mark.parametrize("typed", ["Nomor {}", "no. {}", "{}\u200b", "No : {}"])
def test_no_word_before_the_number_makes_it_an_older_paper(cast, permit, typed):
    with pytest.raises(NoSuchPermit):
        begin(cast.eko, kind="renewal", former_number=typed.format(permit.number))
    assert begin(cast.ayu, kind="renewal", former_number=typed.format(permit.number)).former_number == permit.number


def test_nobody_asks_in_another_name_than_the_permit_has(cast, permit):
    with pytest.raises(OtherHolder):
        begin(cast.ayu, kind="duplicate", former_number=permit.number, capacity=Capacity.BUSINESS, business_name="CV A")
    assert not Party.objects.filter(name="CV A").exists()


def test_a_permit_of_a_closed_type_is_renewed_under_its_successor(cast, permit):
    publish(close)  # in favour of reklame
    assert permits_of(cast.ayu, "reklame", NOW.date()) == [permit]
    case = begin(cast.ayu, slug="reklame", kind="renewal", former_number=permit.number)
    assert answers_of(case, 1)["nama"] == make.ANSWERS["peneliti"]["nama"]


def test_a_closed_type_takes_no_new_case(cast):
    publish(close)
    with pytest.raises(TypeClosed):
        begin(cast.ayu)


def test_a_permit_that_ran_out_may_still_be_named(cast, permit):
    later = NOW + timedelta(days=1000)
    assert permit.valid_until < later.date()
    assert begin(cast.ayu, kind="renewal", former_number=permit.number, now=later).former_number == permit.number
