import threading
from datetime import timedelta

import pytest
from django.urls import reverse

from applications.answers.models import AnswerSet
from applications.catalogue.models import PermitType, Version
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from applications.permits import actions as permits
from applications.permits import predecessors, sealing
from applications.permits.models import Permit
from applications.permits.paper import paper_of
from applications.permits.predecessors import Obstacle
from perizinan.audit.models import AuditEntry
from perizinan.files.kept import read
from perizinan.office.queries import profile
from perizinan.signing import signer
from reviews.decisions.actions import NotReady
from tests import make
from tests.applications.drafting.conftest import publish
from tests.applications.permits.test_proof import said
from tests.at_once import together
from tests.make import NOW, PASSPHRASE
from tests.perizinan.papers.conftest import words_of

LATER = NOW + timedelta(days=30)


@pytest.fixture
def old(cast):
    return make.permit_of(make.application(cast, status=Status.ISSUED))


def case_about(cast, number, kind="renewal", **changes):
    """At the head's desk."""
    case = make.application(cast, status=Status.IN_REVIEW, stage="persetujuan")
    Application.objects.filter(pk=case.pk).update(kind=kind, former_number=number, **changes)
    return make.fresh(case)


def approved(cast, number, kind="renewal", **changes):
    case = case_about(cast, number, kind, **changes)
    make.approve(case, cast.dewi, now=NOW)
    return make.permit_of(case)


def signed(permit, cast, now=LATER):
    permits.render_letter(permit_id=permit.pk, now=NOW)
    sealing.sign(permit_id=permit.pk, by=cast.dewi, passphrase=PASSPHRASE, now=now)
    permit.refresh_from_db()
    return permit


@pytest.mark.parametrize(
    ("kind", "how"),
    [("renewal", "replaced"), ("amendment", "replaced"), ("duplicate", "replaced"), ("revocation", "revoked")],
)
def test_old_permit_ends_when_the_new_letter_is_signed_and_not_before(cast, old, kind, how):
    new = approved(cast, old.number, kind)
    assert new.predecessor == old
    old.refresh_from_db()
    assert (old.ended_how, old.ended_at) == ("", None)
    signed(new, cast)
    old.refresh_from_db()
    assert (old.ended_how, old.ended_at) == (how, LATER)
    entry = AuditEntry.objects.get(verb=f"permit.{how}")
    assert (entry.label, entry.data) == (old.number, {"number": new.number})


def test_permit_ends_once(cast, old):
    first, second = approved(cast, old.number), approved(cast, "1/LAMA/2020", "revocation")
    Permit.objects.filter(pk=second.pk).update(predecessor=old)  # from before approvals looked at one another
    second.refresh_from_db()
    signed(first, cast, now=LATER)
    signed(second, cast, now=LATER + timedelta(days=1))
    old.refresh_from_db()
    assert (old.ended_how, old.ended_at) == ("replaced", LATER)


def test_permit_that_ended_is_nobodys_predecessor(cast, old):
    signed(approved(cast, old.number, "revocation"), cast)
    case = case_about(cast, old.number)
    assert predecessors.find(case) is None
    assert refused(case, cast) == Obstacle.ENDED


def refused(case, cast):
    """Why nobody can approve it."""
    with pytest.raises(NotReady):
        make.approve(case, cast.dewi)
    assert not Permit.objects.filter(application=case).exists()
    return predecessors.obstacle(case)


def test_one_permit_is_renewed_or_revoked_once(cast, old):
    approved(cast, old.number)
    assert refused(case_about(cast, f"Nomor {old.number}", "revocation"), cast) == Obstacle.SPOKEN_FOR
    assert refused(case_about(cast, old.number, "duplicate"), cast) == Obstacle.SPOKEN_FOR


@pytest.mark.parametrize("typed", ["{}", "No. Nomor: {}", "\u200b{}", "Nomor\u00a0{}"])
@pytest.mark.parametrize("kind", ["renewal", "amendment", "duplicate", "revocation"])
def test_nobody_approves_anything_about_the_permit_of_another_holder(cast, old, kind, typed):
    Application.objects.filter(pk=old.application_id).update(applicant=make.draft(cast.eko).applicant)
    assert refused(case_about(cast, typed.format(old.number), kind), cast) == Obstacle.NOT_THEIRS
    old.refresh_from_db()
    assert old.ended_how == ""


def test_permit_of_a_closed_type_ends_with_its_renewal_under_the_successor(cast, old):
    case = case_about(cast, old.number)
    trayek = PermitType.objects.select_related("current").get(slug="trayek")
    Application.objects.filter(pk=old.application_id).update(version=trayek.current)
    assert predecessors.obstacle(case) == Obstacle.NOT_THEIRS
    closed = {"text": {"id": "Ditutup (contoh)"}, "successor": "penelitian"}
    publish(lambda content: content.update(closed=closed), "trayek")
    assert (predecessors.find(case), predecessors.obstacle(case)) == (old, None)


@pytest.fixture
def two_about_one(cast, nudged):
    """Two heads, two cases about one permit, both pages open; and what each presses."""
    old = make.permit_of(make.application(cast, status=Status.ISSUED))
    cast.bayu.grants.create(role="head", starts_on=NOW.date())
    both = threading.Barrier(2, timeout=10)
    looked = predecessors.obstacle

    def approve(case, by):
        return lambda: make.approve(case, by)

    cases = [case_about(cast, old.number), case_about(cast, old.number, "revocation")]
    return looked, both, [approve(*pair) for pair in zip(cases, (cast.dewi, cast.bayu), strict=True)]


@pytest.mark.django_db(transaction=True)
def test_of_two_heads_at_once_one_approves(two_about_one):
    _looked, _both, acts = two_about_one
    assert together(*acts) == ["NotReady", "done"]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_approve(two_about_one, monkeypatch):
    looked, both, acts = two_about_one

    def unlocked(application, *, lock):
        found = looked(application)
        both.wait()
        return found

    monkeypatch.setattr(predecessors, "obstacle", unlocked)
    assert together(*acts) == ["done", "done"]


def test_permit_past_its_date_can_be_renewed(cast, old):
    case = case_about(cast, old.number)
    make.approve(case, cast.dewi, now=NOW + timedelta(days=200))
    assert old.valid_until < NOW.date() + timedelta(days=200)
    assert make.permit_of(case).predecessor == old


@pytest.mark.parametrize("typed", ["{}", " nomor {} ", "No. {}", "NOMOR: {}"])
def test_number_is_found_as_people_type_it(cast, old, typed):
    spaced = old.number.replace("/", " / ").lower()
    assert predecessors.find(case_about(cast, typed.format(spaced))) == old


def test_only_a_signed_permit_of_the_same_applicant_and_type_is_found(cast, old):
    case = case_about(cast, old.number)
    assert predecessors.find(case) == old
    waiting = make.rendered(cast)
    assert predecessors.find(case_about(cast, waiting.number)) is None
    other = make.application(cast, status=Status.ISSUED)
    Application.objects.filter(pk=other.pk).update(applicant=make.draft(cast.eko).applicant)
    assert predecessors.find(case_about(cast, make.permit_of(other).number)) is None
    revocation = make.application(cast, status=Status.ISSUED)
    Application.objects.filter(pk=revocation.pk).update(kind="revocation")
    assert predecessors.find(case_about(cast, make.permit_of(revocation).number)) is None
    assert predecessors.find(case_about(cast, "")) is None
    assert predecessors.find(case_about(cast, old.number, "new")) is None


def test_permit_of_another_type_is_not_found(cast, old):
    case = case_about(cast, old.number)
    other = Version.objects.filter(permit_type__slug="trayek").get()
    Application.objects.filter(pk=old.application_id).update(version=other)
    assert predecessors.find(case) is None


def test_amendment_ends_with_the_old_permit_whatever_was_typed(cast, old):
    case = case_about(cast, old.number, "amendment")
    answers = AnswerSet.objects.get(application=case)
    answers.data["selesai"] = "2027-12-31"
    answers.save(update_fields=["data"])
    make.approve(case, cast.dewi, now=NOW)
    new = make.permit_of(case)
    assert (new.valid_from, new.valid_until) == (NOW.date(), old.valid_until)
    assert new.facts[-1]["value"] == old.facts[-1]["value"] == "14\u00a0Maret\u00a02027"
    permits.render_letter(permit_id=new.pk, now=NOW)
    new.refresh_from_db()
    assert "sampai 14 Maret 2027." in words_of(read(new.letter))


def test_revocation_has_no_end(cast, old):
    assert approved(cast, old.number, "revocation").valid_until is None


def test_letter_names_the_old_permit(cast, old):
    def old_permit_in(permit):
        spec = permit.application.spec
        row = ("Menggantikan", "{izin_lama}")
        spec = spec.model_copy(update={"letter": spec.letter.model_copy(update={"holder": (row,)})})
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Application, "spec", spec)
            _, words = paper_of(permit=permit, answers={}, office=profile(), signer=signer(), site_url="https://x")
        return words.holder[0].value

    assert old_permit_in(approved(cast, old.number.lower())) == f"Nomor {old.number}"
    assert old_permit_in(approved(cast, "nomor 12/Lama/2019")) == "Nomor 12/Lama/2019"


def test_pages_of_proof_say_what_became_of_a_permit(client, cast, old):
    def page(permit):
        return said(client.get(reverse("permits:proof", args=[permit.token])))

    def shown(permit):
        return permit.number.replace("/", "/ ")  # it may break there

    assert "ASLI DAN BERLAKU" in page(old)
    new = signed(approved(cast, old.number), cast)
    for words in ("TETAPI SUDAH DIGANTI", "diganti pada 24 Desember 2026", f"penggantinya bernomor {shown(new)}"):
        assert words in page(old)
    assert "ASLI DAN BERLAKU" not in page(old)
    assert "ASLI DAN BERLAKU" in page(new)
    revoking = signed(approved(cast, new.number, "revocation"), cast)
    for words in (
        "IZIN INI SUDAH DICABUT",
        "dicabut pada 24 Desember 2026",
        f"pencabutannya bernomor {shown(revoking)}",
    ):
        assert words in page(new)
    for words in ("SURAT PENCABUTAN INI ASLI", f"mencabut izin nomor {shown(new)}", "Surat ini bukan izin."):
        assert words in page(revoking)
    assert "BERLAKU" not in page(revoking)


def test_what_an_applicant_typed_stands_on_no_public_page(client, cast):
    new = signed(approved(cast, "izin Pak Karta 12", "revocation"), cast)
    answer = client.get(reverse("permits:proof", args=[new.token])).content.decode()
    assert "SURAT PENCABUTAN INI ASLI" in answer
    assert "Karta" not in answer
