"""What officers do at the desk, by the words that stand there."""

import re

from playwright.sync_api import Locator, Page, expect

from perizinan.devstack.demo_people import PASSPHRASE, PASSWORD
from tests.journeys.applicant import DOCUMENTS

WRONG_PASSPHRASE = "bukan-kata-sandinya"
__all__ = ["PASSPHRASE", "PASSWORD", "WRONG_PASSPHRASE"]


def sign_in(page: Page, email: str) -> None:
    """With the password; ends at the desk."""
    page.goto("/meja/")
    page.get_by_label("Nomor ponsel atau e-mail").fill(email)
    page.get_by_text("Saya memakai kata sandi").click()
    page.get_by_label("Kata sandi, bila Anda memasangnya").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Lanjutkan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Antrean")


def find(page: Page, number: str) -> None:
    page.goto("/meja/")
    page.get_by_label("Cari nomor kasus").fill(number)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/meja/{number}/"))


def claim(page: Page, number: str) -> None:
    find(page, number)
    page.get_by_role("button", name="Ambil kasus ini").click()
    expect(page.get_by_text("Kasus ini sekarang di daftar Anda.")).to_be_visible()


def open_document(page: Page, document: str) -> None:
    with page.expect_navigation():  # it may be open already: after each verdict the next one is
        page.get_by_role("region", name="Yang dinilai").get_by_role("link", name=document).click()
    expect(page.locator("#penilaian")).to_have_text(document)


def judge(page: Page, *, mend: dict[str, str] | None = None) -> None:
    """Every document, one by one; those in `mend` get the reason named there."""
    for n, document in enumerate(DOCUMENTS, start=1):
        open_document(page, document)
        if reason := (mend or {}).get(document):
            page.get_by_role("button", name=reason).click()
            expect(page.get_by_label("Kalimat ini dibaca pemohon")).to_have_value(reason)
        else:
            page.get_by_label("Sesuai").check()
        save(page, judged=n)


def fits(page: Page, document: str) -> None:
    """The only one that was still to be judged."""
    open_document(page, document)
    page.get_by_label("Sesuai").check()
    save(page, judged=len(DOCUMENTS))


def save(page: Page, *, judged: int) -> None:
    page.get_by_role("button", name="Simpan penilaian").click()
    expect(page.get_by_role("heading", name="Yang dinilai")).to_contain_text(f"{judged}/{len(DOCUMENTS)}")


def press(page: Page, name: str) -> None:
    page.get_by_role("region", name="Keputusan").get_by_role("button", name=name).click()


def follow(page: Page, name: str) -> None:
    """To the page that asks before the press."""
    page.get_by_role("region", name="Keputusan").get_by_role("link", name=name).click()


def confirm(page: Page, name: str) -> None:
    """Ends when the portal has answered: what was decided can be looked up."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name).click()


def choose(page: Page, permit_number: str) -> Locator:
    """The row of this permit on the signing list, the only one ticked, once its letter can be read."""
    row = page.get_by_role("listitem").filter(has_text=permit_number)
    expect(row.get_by_role("link", name="Baca")).to_be_visible()
    expect(page.locator("[data-state] [hx-get]")).to_have_count(0)  # a letter that comes later comes ticked
    for other in page.locator("[data-permit]").filter(has_not_text=permit_number).get_by_role("checkbox").all():
        other.uncheck()
    return row


def sign(page: Page, passphrase: str) -> None:
    page.get_by_label("Kata sandi tanda tangan").fill(passphrase)
    page.get_by_role("button", name="Tanda tangani izin ini").click()
