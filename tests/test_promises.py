import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
import time_machine
from django.core.files.storage import storages
from django.db import DatabaseError
from django.urls import reverse

from applications.answers.queries import answers_of
from applications.catalogue.models import PermitType
from applications.documents.queries import versions
from applications.lifecycle.states import Status
from applications.permits.actions import drawn
from perizinan.accounts.actions import save_profile
from perizinan.audit.models import AuditEntry
from perizinan.files.models import PageImage, State, StoredFile
from perizinan.outbox import delivery
from perizinan.outbox.models import Delivery, DevMail
from perizinan.vault import holds_number
from tests import make
from tests.access_world import ROLES, build, patterns
from tests.applications.drafting.conftest import publish, two_less_one_more
from tests.everything import stored_texts
from tests.make import NIK, NOW
from tests.test_access import TABLE, columns

POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW + timedelta(hours=1)):
        yield


# --- no byte of an unclean file is served


FOUR_NUMBERS = {"width": 1, "height": 1, "size": 1, "thumb_size": 1}


def downloads(case, version, cast):
    """Every address that serves an applicant's file, and who may ask for it."""
    named = [case.number, version.requirement_key, version.number]
    yield cast.ayu, reverse("portal:download", args=named)
    yield cast.ayu, reverse("portal:page", args=[*named, 1])
    for officer in (cast.budi, cast.dewi, cast.hadi):
        yield officer, reverse("desk:document", args=[case.number, version.pk])
        yield officer, reverse("desk:page", args=[case.number, version.pk, 1])


@pytest.mark.parametrize("state", [State.QUARANTINE, State.CHECKING, State.REJECTED])
def test_no_byte_of_an_unclean_file_is_served(cast, client, state):
    case = make.application(cast)
    unclean = State.QUARANTINE if state == State.CHECKING else state
    version = make.attach(case, "ktp", cast.ayu, state=unclean)
    PageImage.objects.create(stored=version.stored, number=1, key="1", thumb_key="2", sha256="0" * 64, **FOUR_NUMBERS)
    if state == State.CHECKING:
        StoredFile.objects.filter(pk=version.stored_id).update(state=state, token=version.stored_id, lease_until=NOW)
    for who, address in downloads(case, version, cast):
        client.force_login(who)
        assert client.get(address).status_code == 404, address
    client.force_login(cast.ayu)
    clean = versions(case, "ktp")[1]
    assert client.get(reverse("portal:download", args=[case.number, "ktp", clean.number])).status_code == 200


# --- the strict policy, on every page


class Inline(HTMLParser):
    """What a strict policy would block: styles and handlers in attributes, scripts and styles in the page."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.found += [f"{tag} {name}" for name in given if name == "style" or name.startswith(("on", "hx-on"))]
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.found.append(tag)
        self.found += [f"{tag} {value}" for value in given.values() if (value or "").startswith("javascript:")]


def pages(world, cast, client):
    """Every page of the access table, as somebody who may see it, and the error pages."""
    here = {name for name, _ in patterns()}
    for row in [row for row in TABLE if row.name in here]:
        if readers := [role for role, code in columns(row.get).items() if code == "200"]:
            client.logout()
            if readers[-1] != "anonymous":
                client.force_login(getattr(cast, ROLES[readers[-1]]))
            yield client.get(world.fill(row.address))
    yield client.get("/tidak-ada/")
    client.force_login(cast.eko)
    yield client.get("/meja/")
    client.logout()
    yield from (client.get(address) for address in ("/", "/masuk/", "/daftar/", "/periksa/", "/lacak/"))


def test_every_page_keeps_the_strict_policy(cast, client):
    world, seen = build(cast), 0
    for page in pages(world, cast, client):
        if not page.headers["Content-Type"].startswith("text/html"):
            continue
        path, reader = page.wsgi_request.path, Inline()
        assert set(page.headers["Content-Security-Policy"].split("; ")) == POLICY, path
        reader.feed(page.content.decode())
        assert reader.found == [], path
        if page.wsgi_request.user.is_authenticated:
            assert "no-store" in page.headers["Cache-Control"], path
        seen += 1
    assert seen > 45


# --- nothing personal where everybody or nobody in particular reads


def test_a_nik_is_kept_sealed_and_told_to_nobody(cast, client, nudged, caplog, django_capture_on_commit_callbacks):
    with caplog.at_level("DEBUG"), django_capture_on_commit_callbacks(execute=True):
        save_profile(name="Ayu Contoh", nik=NIK, address="Jalan Contoh 12", language="id", by=cast.ayu, now=NOW)
        case = make.application(cast, status=Status.ISSUED)
        returned = make.application(cast)
        make.send_back(returned, cast.budi, mend={"nik": f"NIK {NIK} berbeda dari KTP."})
        for row in Delivery.objects.all():
            delivery.deliver(row.pk, now=NOW + timedelta(hours=1))
        client.force_login(cast.budi)
        client.get(reverse("desk:case", args=[case.number]))
    assert DevMail.objects.count() > 5
    assert not holds_number(caplog.text + str(nudged))
    plain = [text for text in stored_texts() if NIK in text]
    # only where an officer typed it, in a sentence for the applicant alone: the verdict and its point
    assert ["berbeda dari KTP" in text for text in plain] == [True, True]


def test_public_pages_hold_no_personal_number(cast, client):
    permit = make.permit_of(make.application(cast, status=Status.ISSUED))
    case = make.fresh(permit.application)
    tracked = client.post("/lacak/", {"number": case.number, "code": case.tracking_code})
    proved = client.get(reverse("permits:proof", args=[permit.token]))
    for page in (tracked, proved):
        text = page.content.decode()
        assert page.status_code == 200
        assert not holds_number(text)
        private = [NIK[-4:], "Ayu", "Jalan Contoh 12", "ayu@contoh.test", "Budi", "Citra"]
        assert [word for word in private if word in re.sub(r"<[^>]+>", " ", text)] == []


# --- no answer lost when the form changes


def test_a_running_case_keeps_its_form_its_answers_and_its_letter_when_the_type_changes(cast, client):
    permit = make.rendered(cast)
    case = permit.application
    before = answers_of(case, 1)
    newer = publish(lambda content: (two_less_one_more(content), content["letter"].update(title="Surat Lain")))
    case = make.fresh(case)
    assert case.version_id != newer.pk
    assert answers_of(case, 1) == before
    with storages["clean"].open(permit.letter.key) as file:
        assert drawn(permit) == file.read()
    client.force_login(cast.ayu)
    page = client.get(reverse("portal:case", args=[case.number])).content.decode()
    assert before["metode"] in page
    assert make.fresh(case).version_id == case.version_id


def test_published_version_never_changes(cast):
    version = PermitType.objects.get(slug="penelitian").current
    version.sha256 = "0" * 64
    with pytest.raises(DatabaseError, match="never change"):
        version.save(update_fields=["sha256"])


# --- every change tells who


def test_every_step_of_a_case_is_in_the_audit_with_who(cast):
    case = make.application(cast, status=Status.ISSUED)
    entries = AuditEntry.objects.filter(label=case.number).order_by("pk")
    assert {entry.actor_id for entry in entries} == {
        who.pk for who in (cast.ayu, cast.budi, cast.citra, cast.darma, cast.dewi)
    }
    assert {entry.actor_name for entry in entries if entry.actor_id == cast.ayu.pk} == {""}  # no applicant is named
