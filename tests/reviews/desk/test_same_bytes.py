import hashlib

import pytest

from applications.documents.queries import same_bytes_elsewhere
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.accounts.actions import ensure_own_party
from perizinan.accounts.queries import Capacity
from perizinan.files.models import StoredFile
from tests import make
from tests.drawn import draw
from tests.reviews.desk.conftest import page, version

KTP = {"nilai": "document-ktp"}


@pytest.fixture
def pair(cast):
    """Ayu's case and one of Eko's, with the same card."""
    mine, other = make.application(cast), make.application(cast)
    theirs(other, cast.eko)
    for case in (mine, other):
        same(case)
    return make.fresh(mine), make.fresh(other)


def theirs(case, user):
    party = ensure_own_party(user=user, now=make.NOW)
    Application.objects.filter(pk=case.pk).update(applicant=party, filed_by=user)


def same(case, key="ktp"):
    StoredFile.objects.filter(pk=version(case, key).stored_id).update(sha256=hashlib.sha256(b"sama").hexdigest())


def found(case, limit=5):
    return [other.number for other in same_bytes_elsewhere(version(case, "ktp"), limit=limit)]


def test_the_same_bytes_are_found_in_the_case_of_another_applicant(pair):
    mine, other = pair
    assert (found(mine), found(other)) == ([other.number], [mine.number])


def test_an_older_version_and_another_slot_count(cast, pair):
    mine, other = pair
    make.attach(other, "ktp", cast.eko)
    assert found(mine) == [other.number]


def test_other_bytes_and_drafts_do_not_count(cast, pair):
    mine, other = pair
    Application.objects.filter(pk=other.pk).update(submitted_at=None, status=Status.DRAFT)
    assert found(mine) == []
    assert found(make.application(cast)) == []


def test_own_cases_are_no_other_applicants(cast, pair):
    mine, other = pair
    again = make.application(cast)
    same(again)
    assert found(again) == [other.number]
    business = ensure_own_party(user=cast.budi, now=make.NOW)  # some other party
    Application.objects.filter(pk=again.pk).update(applicant=business, capacity=Capacity.BUSINESS)
    assert again.number not in found(mine)
    Application.objects.filter(pk=again.pk).update(capacity=Capacity.POWER)  # for somebody else
    assert again.number in found(mine)


def test_the_newest_come_first_and_not_more_than_asked_for(cast, pair):
    mine, _other = pair
    for _n in range(2):
        more = make.application(cast)
        theirs(more, cast.eko)
        same(more)
    assert found(mine, limit=2)[0] == more.number
    assert len(found(mine, limit=2)) == 2


def test_officers_read_it_beside_the_document_with_a_link_where_they_may_go(cast, desk, words, pair):
    mine, other = pair
    draw(version(mine, "ktp").stored, "satu")
    shown = words(desk(cast.budi).get(page(mine), KTP))
    link = f'<a href="/meja/{other.number}/"><span class="number">{other.number}</span></a>'
    assert f"Berkas yang sama persis juga ada di permohonan {link} milik pemohon lain." in shown
    assert link in words(desk(cast.budi).get(page(mine, f"dokumen/{version(mine, 'ktp').pk}/asal/")))


def test_the_number_is_no_link_for_who_may_not_open_that_case(cast, desk, words):
    mine = make.application(cast, status=Status.IN_REVIEW)  # at the technical unit
    other = make.application(cast)  # and this one has never been there
    theirs(other, cast.eko)
    for case in (mine, other):
        same(case)
    shown = words(desk(cast.citra).get(page(mine), KTP))
    assert f'permohonan <span class="number">{other.number}</span> milik pemohon lain.' in shown
    assert f"/meja/{other.number}/" not in shown


def test_an_officer_does_not_read_it_of_a_case_of_their_own(cast, desk, words, pair):
    mine, other = pair
    theirs(mine, cast.budi)
    for address in (page(mine), page(mine, f"dokumen/{version(mine, 'ktp').pk}/asal/")):
        assert other.number not in words(desk(cast.budi).get(address, KTP))


def test_the_applicant_never_reads_it(cast, client, words, pair):
    mine, other = pair
    client.force_login(cast.ayu)
    for address in ("", "isi/", "terkirim/"):
        assert other.number not in words(client.get(f"/permohonan/{mine.number}/{address}", follow=True))
