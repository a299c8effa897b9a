"""An officer reads a document of several pages and versions by keyboard, while a note is half typed."""

import re

import pytest
from playwright.sync_api import expect

from applications.documents.models import DocumentVersion
from applications.lifecycle.states import Status
from tests import make
from tests.drawn import draw
from tests.journeys.accessibility import problems

NOTE = "Halaman 2 buram, foto ulang."
LARGE = (620, 877)


@pytest.fixture
def case(cast):
    found = make.application(cast, stage="kelengkapan", status=Status.IN_REVIEW)
    first = DocumentVersion.objects.get(application=found, requirement_key="ktp", current=True)
    draw(first.stored, "KTP (contoh)", "Surat (contoh)", size=LARGE)
    second = make.attach(found, "ktp", cast.ayu)
    words = ("KTP (contoh)", "Surat baru (contoh)", "Lampiran (contoh)")
    draw(second.stored, *words, remarks={"blurred": [2]}, size=LARGE)
    return found


def shown(page):
    """The large pages that can be seen, each with its number."""
    sheets = page.locator(".sheet:not([hidden]) image")
    return [re.search(r"/(\d+)/$", sheet.get_attribute("href")).group(1) for sheet in sheets.all()]


def test_reading_by_keyboard_keeps_the_typed_note(visit, cast, case):
    page = visit(cast.budi)
    page.goto(f"/meja/{case.number}/?nilai=document-ktp")
    page.wait_for_load_state()
    note = page.get_by_label("Kalimat ini dibaca pemohon")
    note.fill(NOTE)
    page.get_by_label("Perlu diperbaiki").check()
    page.locator(".paper").focus()

    page.keyboard.press("n")
    expect(page.get_by_role("status").filter(has_text="/ 3")).to_have_text("Halaman nomor 2 / 3")
    assert shown(page) == ["2"]
    expect(page.get_by_text("Halaman 2 buram", exact=False).first).to_be_visible()
    expect(page.get_by_text("1 halaman berubah: 2. 1 halaman ditambahkan: 3.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"nilai=document-ktp&halaman=2$"))

    page.keyboard.press("r")
    sheet = page.locator(".sheet:not([hidden])")
    expect(sheet).to_have_attribute("viewBox", "0 0 877 620")
    narrow = sheet.bounding_box()["width"]
    page.keyboard.press("+")
    assert sheet.bounding_box()["width"] == pytest.approx(narrow * 1.5, rel=0.05)
    page.keyboard.press("0")

    page.locator(".paper").evaluate("(box) => box.scrollTo(0, box.scrollHeight)")
    page.keyboard.press("PageDown")  # at the end of one page to the next
    expect(page).to_have_url(re.compile(r"halaman=3"))
    expect(sheet).to_have_attribute("viewBox", "0 0 620 877")
    page.keyboard.press("b")  # what was turned stays turned
    expect(sheet).to_have_attribute("viewBox", "0 0 877 620")

    page.keyboard.press("v")
    expect(page.get_by_role("link", name="Tutup versi lama")).to_be_visible()
    assert shown(page) == ["2", "2"]
    expect(page).to_have_url(re.compile(r"halaman=2&putar=90&banding=1$"))
    page.keyboard.press("n")
    expect(page.get_by_text("Halaman ini tidak ada di versi ini.").first).to_be_visible()
    assert shown(page) == ["3"]

    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Tombol pintas")).to_be_visible()
    page.keyboard.press("?")
    expect(note).to_have_value(NOTE)
    expect(page.get_by_label("Perlu diperbaiki")).to_be_checked()
    assert problems(page) == []


def test_the_same_without_javascript(visit, cast, case):
    page = visit(cast.budi, width=360, java_script_enabled=False)
    page.goto(f"/meja/{case.number}/?nilai=document-ktp")
    page.get_by_role("link", name="Berikutnya").click()
    page.get_by_role("link", name="Putar").click()
    page.get_by_role("link", name="Perbesar").click()
    page.get_by_role("link", name="Bandingkan dengan versi lama").click()
    expect(page).to_have_url(re.compile(r"halaman=2&putar=90&besar=1&banding=1$"))
    assert shown(page) == ["2", "2"]
    expect(page.locator("[data-side=new] .sheet")).to_have_attribute("viewBox", "0 0 877 620")


def test_where_a_file_comes_from_reads_well_at_both_widths(visit, cast, case):
    page = visit(cast.hadi)
    page.goto(f"/meja/{case.number}/?nilai=document-ktp")
    page.get_by_role("link", name="Asal berkas").click()
    expect(page.get_by_role("heading", name="Versi 2")).to_be_visible()
    assert problems(page) == []
