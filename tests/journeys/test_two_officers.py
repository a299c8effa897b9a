import pytest
from django.utils import timezone
from playwright.sync_api import expect

from applications.lifecycle.models import StatusChange
from applications.lifecycle.states import Status
from tests import make
from tests.journeys import officers
from tests.journeys.officers import PASSPHRASE

CHANGED = "Kasus ini berubah saat Anda membacanya."
NOTE = "Foto KTP terpotong di sisi kanan."


@pytest.fixture
def case(cast):
    return make.application(cast, stage="kelengkapan", status=Status.IN_REVIEW)


def test_two_claim_one_case(cast, visit):
    case = make.application(cast)
    budi, bayu = visit(cast.budi), visit(cast.bayu)
    officers.find(budi, case.number)
    officers.find(bayu, case.number)
    budi.get_by_role("button", name="Ambil kasus ini").click()
    expect(budi.get_by_text("Kasus ini sekarang di daftar Anda.")).to_be_visible()
    bayu.get_by_role("button", name="Ambil kasus ini").click()
    expect(bayu.get_by_role("alert")).to_contain_text(f"Kasus ini sudah diambil {cast.budi.name}")
    assert make.item(case).officer == cast.budi


def test_a_stale_tab_reads_who_was_first_and_keeps_the_note(cast, visit, case):
    page = visit(cast.budi)
    officers.find(page, case.number)
    officers.open_document(page, "KTP peneliti")
    page.get_by_label("Perlu diperbaiki").check()
    page.get_by_label("Kalimat ini dibaca pemohon").fill(NOTE)
    make.send_back(case, cast.budi, mend={"pengantar": "Belum dicap."}, now=timezone.now())

    page.get_by_role("button", name="Simpan penilaian").click()
    expect(page.get_by_role("alert")).to_contain_text(CHANGED)
    expect(page.get_by_role("alert")).to_contain_text(f"{cast.budi.name} mengembalikannya")
    expect(page.get_by_label("Kalimat ini dibaca pemohon")).to_have_value(NOTE)


def test_two_decide_at_once(cast, visit, case):
    make.judge(case, cast.budi)
    one, two = visit(cast.budi), visit(cast.budi)
    officers.find(one, case.number)
    officers.find(two, case.number)
    officers.follow(two, "Tolak")
    two.get_by_label("Dokumen yang diserahkan tidak benar.").check()
    two.get_by_label("Penjelasan untuk pemohon").fill(NOTE)

    officers.press(one, "Nyatakan lengkap")
    expect(one.get_by_text("dinyatakan lengkap")).to_be_visible()
    officers.confirm(two, "Tolak permohonan")
    expect(two.get_by_role("alert")).to_contain_text(CHANGED)
    expect(two.get_by_role("alert")).to_contain_text(f"{cast.budi.name} menyatakan berkasnya lengkap")
    expect(two.get_by_label("Penjelasan untuk pemohon")).to_have_value(NOTE)
    assert list(StatusChange.objects.filter(application=case, verb="reject")) == []


def test_a_letter_signed_in_two_tabs_is_signed_once(cast, visit):
    permit = make.rendered(cast)
    one, two = visit(cast.dewi), visit(cast.dewi)
    for page in (one, two):
        page.goto("/meja/tanda-tangan/")
        officers.choose(page, permit.number)
    for page in (one, two):
        officers.sign(page, PASSPHRASE)
        expect(page.locator(f"#izin-{permit.pk}")).to_contain_text("Selesai")
    assert StatusChange.objects.filter(application=permit.application, verb="issue").count() == 1
