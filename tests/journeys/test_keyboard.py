import re

import pytest
from playwright.sync_api import expect

from applications.drafting import actions as drafting
from tests import make
from tests.journeys import applicant

# The focused thing, or the label that stands for it, is marked.
IS_MARKED = """() => {
    const one = document.activeElement;
    const shown = [one, one.closest('label'), one.labels?.[0], one.nextElementSibling, one.closest('li, .field')];
    return shown.some((e) => e && (parseFloat(getComputedStyle(e).outlineWidth) > 0
        && getComputedStyle(e).outlineStyle !== 'none' || getComputedStyle(e).boxShadow !== 'none'));
}"""


@pytest.fixture
def case(cast):
    """All is filled in but the last section."""
    found = make.draft(cast.ayu)
    drafting.save_section(
        application_id=found.pk, section_key="anggota", typed={"kelompok": ""}, by=cast.ayu, now=make.NOW
    )
    return found


def tab_to(page, wanted, *, key="Tab"):
    expect(wanted).to_be_visible()
    page.wait_for_load_state()  # styles that mark it and scripts that hide other fields come after the words
    for _ in range(80):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement !== document.body"):
            assert page.evaluate(IS_MARKED), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if wanted.evaluate("(one) => one === document.activeElement"):
            return
    raise AssertionError(f"not reached by {key}: {wanted}")


def press(page, wanted, key="Enter"):
    tab_to(page, wanted)
    page.keyboard.press(key)


def test_signing_in_filling_and_sending_by_keyboard_alone(visit, cast, case):
    page = visit()
    page.goto("/permohonan/")

    # the first stop leads past the menu
    press(page, page.get_by_role("link", name="Langsung ke isi"))
    expect(page.locator("#isi")).to_be_focused()

    tab_to(page, page.get_by_label("Nomor ponsel atau e-mail"))
    page.keyboard.type(cast.ayu.email)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ketik kode")
    code = applicant.code_for(page, cast.ayu.email)
    tab_to(page, page.get_by_label("Kode 6 angka"))
    page.keyboard.type(code)
    page.keyboard.press("Enter")

    press(page, page.get_by_role("link").filter(has_text=case.number))
    press(page, page.get_by_role("link", name="Anggota kelompok"))
    tab_to(page, page.get_by_label("Ya", exact=True))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Jumlah anggota"))
    page.keyboard.type("3")
    tab_to(page, page.get_by_label("Nama lengkap").first)
    page.keyboard.type("Bagas (contoh)")
    press(page, page.get_by_role("button", name="Tambah baris"))
    expect(page.get_by_label("Nama lengkap").nth(1)).to_be_focused()
    page.keyboard.type("Sekar (contoh)")
    press(page, page.get_by_role("button", name="Simpan dan lanjutkan"))

    expect(page).to_have_url(re.compile(rf"/permohonan/{case.number}/isi/$"))
    press(page, page.get_by_role("link", name="Periksa dan kirim"))
    press(page, page.get_by_label("Isian dan dokumen ini benar"), "Space")
    press(page, page.get_by_role("button", name="Kirim permohonan"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Permohonan terkirim")


def test_the_summary_of_mistakes_takes_the_focus_and_leads_to_the_field(visit, cast):
    page = visit(cast.ayu)
    page.goto(f"/permohonan/{make.draft(cast.ayu, filled=False).number}/isi/penelitian/")
    press(page, page.get_by_role("button", name="Simpan dan lanjutkan"))
    expect(page.get_by_role("alert")).to_be_focused()
    tab_to(page, page.get_by_role("alert").get_by_role("link").first)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Judul penelitian")).to_be_focused()


def test_an_officer_judges_by_keys(visit, cast):
    case = make.application(cast)
    page = visit(cast.budi)
    page.goto("/meja/")
    page.keyboard.press("/")
    expect(page.get_by_label("Cari nomor kasus")).to_be_focused()
    page.keyboard.type(case.number)
    page.keyboard.press("Enter")
    expect(page.locator("#penilaian")).to_have_text("Surat permohonan bertanda tangan")
    page.wait_for_load_state()  # the keys come with the scripts, after the words
    page.keyboard.press("s")
    expect(page.get_by_label("Sesuai")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#penilaian")).to_have_text("KTP peneliti")
    expect(page.get_by_role("heading", name="Yang dinilai")).to_contain_text("1/7")
