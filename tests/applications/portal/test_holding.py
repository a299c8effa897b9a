from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from applications.permits import sealing
from applications.permits.models import Permit
from applications.portal.holding import SOON, holding
from applications.portal.queries import mine
from tests import make
from tests.applications.portal.conftest import KINDS, publish, said
from tests.make import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_ten")]
TODAY = NOW.date()


@pytest.fixture
def issued(cast):
    publish(kinds=KINDS)
    return make.application(cast, status=Status.ISSUED)


END = date(2027, 3, 14)  # what the applicant of the research asked for


def ended(case, how):
    Permit.objects.filter(application=case).update(ended_how=how, ended_at=NOW)


def on(day):
    return time_machine.travel(datetime(day.year, day.month, day.day, 3, tzinfo=UTC))


@pytest.fixture
def read(client, cast):
    def page(case):
        client.force_login(cast.ayu)
        return said(client.get(reverse("portal:case", args=[case.number])))

    return page


def test_a_permit_offers_what_its_type_offers_now(issued, read):
    number = make.permit_of(issued).number
    offers = {offer.kind: offer.href for offer in holding(issued, TODAY).offers}
    assert list(offers) == KINDS[1:]
    start = reverse("portal:start", args=["penelitian"])
    assert offers["renewal"] == f"{start}?jenis=renewal&izin={number.replace('/', '%2F')}"
    page = read(issued)
    for name in ["Perpanjang", "Ajukan perubahan", "Minta duplikat", "Ajukan pencabutan"]:
        assert name in page
    publish(kinds=["new", "duplicate"])  # a version of today, not the one the case was decided by
    assert [offer.kind for offer in holding(issued, TODAY).offers] == ["duplicate"]


@pytest.mark.parametrize("how", [Permit.Ended.REPLACED, Permit.Ended.REVOKED])
def test_a_permit_that_has_ended_offers_nothing_and_says_so(issued, read, how):
    ended(issued, how)
    page = read(issued)
    assert holding(issued, TODAY).offers == ()
    assert ("Izin ini sudah diganti" in page, "Izin ini sudah dicabut" in page) == (how == "replaced", how == "revoked")
    assert ("Izin Anda sudah terbit" in page, "Unduh izin" in page) == (False, True)


@pytest.mark.parametrize(
    ("kind", "how", "says"),
    [
        ("renewal", Permit.Ended.REPLACED, "Diganti oleh izin nomor"),
        ("revocation", Permit.Ended.REVOKED, "Dicabut dengan keputusan nomor"),
    ],
)
def test_a_permit_that_has_ended_leads_to_the_letter_that_ended_it(issued, cast, read, client, kind, how, says):
    other = make.rendered(cast)
    Application.objects.filter(pk=other.application_id).update(kind=kind, former_number=make.permit_of(issued).number)
    Permit.objects.filter(pk=other.pk).update(predecessor=make.permit_of(issued))
    sealing.sign(permit_id=other.pk, by=cast.dewi, passphrase=make.PASSPHRASE, now=NOW)
    assert make.permit_of(issued).ended_how == how
    page, later = read(issued), make.fresh(other.application)
    assert (says in page, f'href="{reverse("portal:case", args=[later.number])}"' in page) == (True, True)
    found = make.fresh(issued)
    tracked = said(client.post("/lacak/", {"number": found.number, "code": found.tracking_code}))
    assert (says in tracked, later.number in tracked) == (True, False)


def test_what_a_revocation_brings_is_no_permit_to_download(issued, read):
    assert "Unduh izin" in read(issued)
    Application.objects.filter(pk=issued.pk).update(kind="revocation")
    page = read(issued)
    assert ("Unduh keputusan" in page, "Unduh izin" in page) == (True, False)


def test_a_permit_that_has_run_out_can_only_be_renewed(issued, read):
    later = END + timedelta(days=1)
    assert [offer.kind for offer in holding(issued, later).offers] == ["renewal"]
    with on(later):
        assert "Masa berlaku izin ini sudah habis" in read(issued)


@pytest.mark.parametrize(("days", "says"), [(SOON + 1, False), (SOON, True), (1, True), (0, True)])
def test_the_last_sixty_days_of_a_permit_are_said(issued, read, days, says):
    today = END - timedelta(days=days)
    assert holding(issued, today).soon is says
    with on(today):
        page = read(issued)
    assert ("Ajukan perpanjangan sebelum tanggal itu." in page) is says
    if says:
        assert ("Hari ini hari terakhirnya." if days == 0 else f"Tinggal {days} hari.") in page


def test_a_closed_type_sends_its_holders_to_the_successor(issued):
    text = "Kini menjadi izin reklame."
    publish(kinds=KINDS, closed={"text": text, "successor": "reklame"})
    offers = holding(issued, TODAY).offers
    assert offers
    assert all(offer.href.startswith(reverse("portal:start", args=["reklame"])) for offer in offers)
    publish(kinds=KINDS, closed={"text": text})
    assert holding(issued, TODAY).offers == ()


def test_the_list_tells_permits_that_hold_from_those_that_do_not(issued, cast):
    def tags(today):
        return [row.turn.tag for row in mine(cast.ayu, today).done]

    assert (tags(END), tags(END + timedelta(days=1))) == (["Terbit"], ["Berakhir"])
    ended(issued, Permit.Ended.REVOKED)
    assert tags(TODAY) == ["Dicabut"]


def test_a_revocation_is_not_called_a_permit(issued, read):
    Application.objects.filter(pk=issued.pk).update(kind="revocation", former_number="500/1/2025")
    page = read(issued)
    for words in ["Keputusan terbit", "Izin Anda sudah dicabut.", "Keputusan pencabutan terbit.", "Nomor keputusan"]:
        assert words in page
    assert ("Izin Anda sudah terbit" in page, "Urus izin ini lagi" in page) == (False, False)
