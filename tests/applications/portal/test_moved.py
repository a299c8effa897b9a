import pytest
from django.urls import reverse

from applications.lifecycle.models import Application
from applications.portal.next_turn import next_turn
from applications.portal.queries import mine
from tests import make
from tests.applications.portal.conftest import moved, said
from tests.make import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_ten")]
TODAY = NOW.date()


def test_a_moved_case_says_why_and_where_it_goes_on(crew, client):
    case, new = moved(crew)
    client.force_login(crew.ayu)
    page = said(client.get(reverse("portal:case", args=[case.number])))
    for words in [
        "Dialihkan ke jenis izin lain",
        "Kegiatan ini memerlukan izin reklame.",
        "Izin Reklame",
        "Lengkapi yang masih kurang, lalu kirim.",
        f'href="{reverse("portal:case", args=[new.number])}">Lanjutkan permohonan baru',
        "Kami mengalihkan permohonan ini ke jenis izin yang sesuai.",
    ]:
        assert words in page
    assert ("Tarik permohonan" in page, "Tahap 1" in page) == (False, False)


def test_once_the_new_case_is_sent_nothing_is_left_to_do(crew, client):
    case, new = moved(crew)
    Application.objects.filter(pk=new.pk).update(status="SUBMITTED", submitted_at=NOW)
    client.force_login(crew.ayu)
    page = said(client.get(reverse("portal:case", args=[case.number])))
    assert ("Buka permohonan baru" in page, "Lengkapi yang masih kurang" in page) == (True, False)


def test_without_a_login_nobody_reads_what_the_officer_wrote(crew, client):
    case, new = moved(crew, text="Ayu Contoh memasang papan.")
    page = said(client.post("/lacak/", {"number": case.number, "code": case.tracking_code}))
    assert "Dialihkan ke jenis izin lain" in page
    assert new.number in page
    assert ("Ayu" in page, "papan" in page) == (False, False)


def test_the_list_says_what_the_new_draft_stands_for(crew, client):
    case, new = moved(crew)
    found = mine(crew.ayu, TODAY)
    assert [(row.case, row.replaces) for row in found.yours] == [(new, case.number)]
    assert [row.turn.tag for row in found.done] == ["Dialihkan"]
    client.force_login(crew.ayu)
    assert f"menggantikan {case.number}" in said(client.get(reverse("portal:mine")))


def test_a_draft_an_officer_opened_comes_before_newer_ones(crew):
    _, new = moved(crew)
    newer = make.draft(crew.ayu, filled=False)
    turn = next_turn(crew.ayu, TODAY)
    assert (turn.case, turn.title) == (new, "Giliran Anda: lengkapi permohonan yang kami alihkan")
    Application.objects.filter(pk=new.pk).update(status="WITHDRAWN", closed_at=NOW)
    assert next_turn(crew.ayu, TODAY).case == newer
