from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from applications.answers.models import AnswerSet
from applications.documents.models import DocumentVersion
from applications.drafting import actions as drafting
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from applications.permits.models import Permit
from tests import make
from tests.applications.drafting.conftest import close, current, every_kind, publish, section, two_less_one_more
from tests.applications.portal.pages import go
from tests.make import NOW


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW + timedelta(hours=1)):
        yield


@pytest.fixture
def ayu(client, cast):
    client.force_login(cast.ayu)
    return client


def text(page):
    return " ".join(page.content.decode().replace("\u00a0", " ").split())


START = "/permohonan/baru/penelitian/"


# --- what changed under a draft


def test_opening_a_draft_moves_it_and_says_what_changed(ayu, cast):
    case = make.draft(cast.ayu)
    publish(two_less_one_more)
    page = text(ayu.get(go("tasks", case)))
    assert make.fresh(case).version == current()
    for said in ("Formulir ini berubah", "Jumlah sampel", "Surat orang tua", "Wawancara.", "Berkas sebelumnya"):
        assert said in page
    photo = DocumentVersion.objects.get(application=case, requirement_key="pasfoto")
    assert ayu.get(go("download", case, "pasfoto", photo.number)).status_code == 200


def test_it_is_said_until_it_is_put_away(ayu, cast):
    case = make.draft(cast.ayu)
    publish(two_less_one_more)
    ayu.get(go("section", case, "penelitian"))
    assert ayu.post(go("changes", case)).headers["Location"] == go("tasks", case)
    page = text(ayu.get(go("tasks", case)))
    assert ("Formulir ini berubah" in page, "Berkas sebelumnya" in page) == (False, True)


def test_a_new_question_that_this_case_is_not_asked_is_no_news(ayu, cast):
    case = make.draft(cast.ayu)  # not for a group

    def ask_groups(content):
        section(content, "anggota")["fields"].append(
            {"key": "ketua", "type": "text", "label": "Ketua kelompok", "show_if": {"field": "kelompok", "is": "ya"}}
        )

    publish(ask_groups)
    assert "Ketua kelompok" not in text(ayu.get(go("tasks", case)))


def test_autosave_from_an_old_page_loses_no_word(ayu, cast):
    case = make.draft(cast.ayu)
    typed = {"versi": case.version.number, "judul": "Judul baru", "metode": "Survei"}
    publish(two_less_one_more)
    saved = ayu.post(go("section", case, "penelitian"), typed, headers={"X-Autosave": "1"})
    assert saved.status_code == 204
    page = text(ayu.get(go("tasks", case)))
    assert ("Survei" in page, AnswerSet.objects.get(application=case).data["judul"]) == (True, "Judul baru")


def test_a_page_of_the_form_says_which_version_it_is(ayu, cast):
    page = text(ayu.get(go("section", make.draft(cast.ayu), "penelitian")))
    assert f'name="versi" value="{current().number}"' in page


def test_a_running_case_shows_its_old_form(ayu, cast):
    case = make.application(cast)
    publish(two_less_one_more)
    page = text(ayu.get(go("case", case)))
    assert "Cara meneliti" in page
    assert "Jumlah sampel" not in page


# --- sending


def check_page(ayu, case):
    return text(ayu.get(go("check", case)))


def send(ayu, case, version):
    return ayu.post(go("submission", case), {"benar": "1", "versi": version})


def test_what_was_checked_in_an_old_form_is_not_sent(ayu, cast):
    case = make.draft(cast.ayu)
    seen = case.version.number
    publish(lambda content: content["limits"].update(processing_days=6))
    page = send(ayu, case, seen)
    assert (page.status_code, "Formulir ini kami perbarui" in text(page)) == (422, True)
    assert send(ayu, case, current().number).headers["Location"] == go("sent", case)


def test_sending_asks_under_the_lock_whether_the_form_is_still_in_force(cast):
    case = make.draft(cast.ayu)
    publish(lambda content: content["limits"].update(processing_days=6))
    with pytest.raises(drafting.FormMoved):
        drafting.submit(application_id=case.pk, by=cast.ayu, now=NOW)


def test_a_draft_of_a_closed_type_can_be_read_but_not_sent(ayu, cast):
    case = make.draft(cast.ayu)
    publish(close)
    page = text(ayu.get(go("tasks", case)))
    assert "Ditutup (contoh)" in page
    assert reverse("catalogue:service", args=["reklame"]) in page
    assert make.ANSWERS["penelitian"]["judul"] in check_page(ayu, case)
    assert ayu.get(go("section", case, "penelitian")).status_code == 200
    refused = send(ayu, case, case.version.number)
    assert (refused.status_code, "Ditutup (contoh)" in text(refused)) == (422, True)
    assert make.fresh(case).status == Status.DRAFT


def test_a_section_of_a_closed_type_says_so_before_anybody_types_on(ayu, cast):
    case = make.draft(cast.ayu)
    assert "Izin ini sudah ditutup" not in text(ayu.get(go("section", case, "penelitian")))
    publish(close)
    page = text(ayu.get(go("section", case, "penelitian")))
    assert "Izin ini sudah ditutup" in page
    assert reverse("catalogue:service", args=["reklame"]) in page


def test_a_kind_that_is_no_longer_offered_is_not_sent(ayu, cast):
    publish(every_kind)
    case = make.draft(cast.ayu)
    Application.objects.filter(pk=case.pk).update(kind="duplicate", former_number="1/2020")
    publish(lambda content: content.update(kinds=[{"kind": "new"}, {"kind": "renewal"}]))
    assert "Duplikat tidak lagi dilayani" in text(ayu.get(go("tasks", case)))
    refused = send(ayu, case, current().number)
    assert (refused.status_code, "Duplikat tidak lagi dilayani" in text(refused)) == (422, True)


# --- starting


def test_a_closed_type_says_where_to_go_instead(ayu):
    publish(close)
    page = ayu.get(START)
    assert page.templates[0].name == "portal/closed.html"
    assert "Ditutup (contoh)" in text(page)
    assert reverse("catalogue:service", args=["reklame"]) in text(page)
    ayu.post(f"{START}?district=35.16.13", {"village": "35.16.13.2001", "capacity": "self"})
    assert not Application.objects.exists()


def test_one_chooses_what_for_before_where(ayu):
    publish(every_kind)
    page = text(ayu.get(START))
    for said in ("Izin baru", "Perpanjangan", "Sebelum izin lama berakhir.", "Duplikat"):
        assert said in page
    assert "Pencabutan" not in page
    assert "Kecamatan tempat kegiatan" in text(ayu.get(START, {"jenis": "new"}))
    assert "Pilih salah satu" in text(ayu.get(START, {"jenis": "revocation"}))


@pytest.fixture
def permit(cast) -> Permit:
    found = make.permit_of(make.application(cast, status=Status.ISSUED))
    publish(every_kind)
    return found


def test_a_renewal_names_its_permit_and_stands_in_its_place(ayu, permit):
    assert permit.number in text(ayu.get(START, {"jenis": "renewal"}))
    page = ayu.get(START, {"jenis": "renewal", "izin": permit.number})
    assert page.context["form"].initial == {
        "village": "35.16.13.2001",
        "capacity": "self",
        "business": "",
        "principal_name": "",
    }
    done = ayu.post(START + page.context["start"].address, {"village": "35.16.13.2001", "capacity": "self"})
    case = Application.objects.get(status=Status.DRAFT)
    assert (done.headers["Location"], case.kind, case.former_number) == (go("tasks", case), "renewal", permit.number)
    tasks = text(ayu.get(go("tasks", case)))
    assert "Perpanjangan" in tasks


@pytest.mark.parametrize("how", ["izin", "nomor"])
def test_nobody_names_the_permit_of_somebody_else(client, cast, permit, how):
    client.force_login(cast.eko)
    page = client.get(START, {"jenis": "renewal", how: permit.number})
    assert page.templates[0].name == "portal/start_kind.html"
    if how == "nomor":
        assert "tidak kami temukan di antara izin Anda" in text(page)
    posted = client.post(
        f"{START}?jenis=renewal&{how}={permit.number}&district=35.16.13",
        {"village": "35.16.13.2001", "capacity": "self"},
    )
    assert posted.status_code == 200
    assert not Application.objects.filter(status=Status.DRAFT).exists()


def test_an_older_paper_is_named_by_its_number(client, cast):
    publish(every_kind)
    client.force_login(cast.eko)
    assert "Nomor izin lama belum diisi." in text(client.get(START, {"jenis": "renewal", "nomor": " "}))
    client.post(
        f"{START}?jenis=renewal&nomor=503/12/2019&district=35.16.13", {"village": "35.16.13.2001", "capacity": "self"}
    )
    assert Application.objects.get().former_number == "503/12/2019"


def test_a_permit_that_was_replaced_says_so(ayu, permit):
    Permit.objects.filter(pk=permit.pk).update(ended_how="replaced", ended_at=NOW)
    page = text(ayu.get(START, {"jenis": "renewal", "nomor": permit.number}))
    assert "sudah diganti surat baru" in page


def test_a_draft_that_replaces_another_case_says_why(ayu, cast):
    old, new = make.application(cast), make.draft(cast.ayu)
    Application.objects.filter(pk=old.pk).update(replaced_by=new, refusal_text="Ini pengabdian, bukan penelitian.")
    page = text(ayu.get(go("tasks", new)))
    assert f"menggantikan {old.number}" in page
    assert "Ini pengabdian, bukan penelitian." in page
