import pytest
from django.urls import reverse

from applications.documents import reuse
from applications.documents.actions import SlotClosed
from applications.documents.models import DocumentVersion
from applications.documents.queries import versions
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.accounts.models import Party, PowerOfAttorney
from perizinan.accounts.queries import Capacity
from perizinan.files.models import State, StoredFile
from tests import make

NOW = make.NOW


@pytest.fixture
def old(cast):
    """A checked KTP in a case that was sent."""
    case = make.application(cast, status=Status.SUBMITTED)
    return DocumentVersion.objects.get(application=case, requirement_key="ktp")


@pytest.fixture
def new(cast):
    return make.draft(cast.ayu, filled=False)


def offered(case, by):
    return reuse.offers(case, case.spec.requirements, by=by, now=NOW)["ktp"]


def use(case, version, by):
    requirement = case.spec.requirement("ktp")
    return reuse.reuse(application_id=case.pk, requirement=requirement, version_id=version.pk, by=by, now=NOW)


def test_one_click_puts_the_same_file_into_the_slot(cast, old, new):
    assert offered(new, cast.ayu) == [old]
    used = use(new, old, cast.ayu)
    assert used.stored_id == old.stored_id
    assert versions(new, "ktp")[0].current


def test_the_button_of_the_row(cast, old, new, client):
    client.force_login(cast.ayu)
    page = client.get(reverse("portal:tasks", args=[new.number])).content.decode()
    address = reverse("portal:reuse", args=[new.number, "ktp"])
    assert address in page
    answer = client.post(address, {"version": old.pk})
    assert answer.status_code == 302
    assert versions(new, "ktp")[0].stored_id == old.stored_id
    assert address not in client.get(answer["Location"]).content.decode()  # what is there is not offered again


@pytest.mark.parametrize("typed", ["", "abc", "999999999", "9" * 40])
def test_a_document_that_is_not_there_is_said(cast, new, client, typed):
    client.force_login(cast.ayu)
    answer = client.post(reverse("portal:reuse", args=[new.number, "ktp"]), {"version": typed})
    page = client.get(answer["Location"]).content.decode()
    assert "tidak dapat dipakai lagi" in page
    assert not versions(new, "ktp")


def test_nobody_uses_the_document_of_a_stranger(cast, old):
    theirs = make.draft(cast.eko, filled=False)
    assert offered(theirs, cast.eko) == []
    with pytest.raises(reuse.NotYours):
        use(theirs, old, cast.eko)


@pytest.mark.parametrize("state", [State.QUARANTINE, State.REJECTED])
def test_only_what_passed_the_checks(cast, old, new, state):
    kept = {"state": state, "key": "", "quarantine_key": "x"}
    undecided = {"checked_at": None} if state == State.QUARANTINE else {"problem": "damaged"}
    StoredFile.objects.filter(pk=old.stored_id).update(**kept, **undecided)
    assert offered(new, cast.ayu) == []
    with pytest.raises(reuse.NotYours):
        use(new, old, cast.ayu)


def test_another_slot_does_not_take_it(cast, old, new):
    wrong = next(r for r in new.spec.requirements if r.key != "ktp")
    with pytest.raises(reuse.NotYours):
        reuse.reuse(application_id=new.pk, requirement=wrong, version_id=old.pk, by=cast.ayu, now=NOW)


def test_a_case_with_the_office_takes_nothing(cast, old):
    sent = make.application(cast, status=Status.IN_REVIEW)
    with pytest.raises(SlotClosed):
        use(sent, old, cast.ayu)


def test_the_same_bytes_are_offered_once(cast, old, new):
    make.application(cast, status=Status.SUBMITTED)
    StoredFile.objects.update(sha256="a" * 64)
    assert len(offered(new, cast.ayu)) == 1


def test_all_slots_in_one_query(cast, old, new, django_assert_num_queries):
    with django_assert_num_queries(1):
        reuse.offers(new, new.spec.requirements, by=cast.ayu, now=NOW)


def test_pressed_twice_it_is_one_version(cast, old, new):
    assert use(new, old, cast.ayu) == use(new, old, cast.ayu)
    assert len(versions(new, "ktp")) == 1


def test_the_document_of_one_principal_is_not_offered_for_another(cast, old, new):
    """Somebody with powers of attorney of two people uploads the papers of both."""
    other = Party.objects.create(name="Pak Contoh", created_at=NOW)
    PowerOfAttorney.objects.create(principal=other, holder=cast.ayu, starts_on=NOW.date())
    Application.objects.filter(pk=old.application_id).update(applicant=other, capacity=Capacity.POWER)
    assert offered(new, cast.ayu) == []
    with pytest.raises(reuse.NotYours):
        use(new, old, cast.ayu)
    Application.objects.filter(pk=new.pk).update(applicant=other, capacity=Capacity.POWER)
    assert offered(make.fresh(new), cast.ayu) == [old]


def test_for_a_business_of_ones_own_the_own_document_is_offered(cast, old, new):
    other = Party.objects.create(name="CV Contoh", kind="business", created_at=NOW)
    Application.objects.filter(pk=new.pk).update(applicant=other, capacity=Capacity.BUSINESS)
    assert offered(make.fresh(new), cast.ayu) == [old]
