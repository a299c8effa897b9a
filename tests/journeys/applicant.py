"""What an applicant does on the pages, by the words that stand on them."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from perizinan.web.texts import tanggal
from tests.journeys.files import Payload, scan

NIK = "3516134505990007"
TITLE = "Pencatatan penjualan pedagang pasar (contoh)"
DOCUMENTS = {
    "Surat permohonan bertanda tangan": "pdf",
    "KTP peneliti": "jpg",
    "Pasfoto peneliti": "jpg",
    "Surat pengantar": "pdf",
    "Proposal penelitian berbahasa Indonesia": "pdf",
    "Surat pernyataan taat hukum": "jpg",
    "Surat pernyataan keabsahan dokumen": "pdf",
}
GLANCE = 500  # ms; so long one looks at a page that may have to be loaded again
TRIES = 120  # a minute of glances
SECTIONS = ["Peneliti", "Lembaga dan penanggung jawab", "Penelitian", "Tempat dan waktu", "Anggota kelompok"]


def answers() -> dict[str, dict[str, str]]:
    """Section -> label -> what is typed; a value in brackets is a choice."""
    begin = timezone.localdate() + timedelta(days=20)
    return {
        "Peneliti": {
            "Nama lengkap peneliti": "Ayu Peneliti (contoh)",
            "NIK peneliti": NIK,
            "Alamat peneliti": "Jalan Contoh 12, Desa Sooko",
            "Nomor ponsel peneliti": "0812 0000 0007",
        },
        "Lembaga dan penanggung jawab": {
            "Atas nama siapa penelitian ini?": "[Kampus atau lembaga pendidikan]",
            "Nama lembaga": "Universitas Contoh",
            "Alamat lembaga": "Jalan Kampus Contoh 1",
            "Nama penanggung jawab": "Dosen Pembimbing (contoh)",
            "Jabatan penanggung jawab": "dosen pembimbing",
        },
        "Penelitian": {
            "Judul penelitian": TITLE,
            "Bidang penelitian": "[Ekonomi dan usaha]",
            "Tujuan penelitian": "Mengetahui cara mencatat penjualan.",
            "Cara meneliti": "Wawancara dengan 20 pedagang.",
        },
        "Tempat dan waktu": {
            "Lokasi penelitian": "Pasar desa (contoh)",
            "Tanggal mulai": tanggal(begin).replace("\u00a0", " "),
            "Tanggal selesai": tanggal(begin + timedelta(days=60)).replace("\u00a0", " "),
        },
        "Anggota kelompok": {"Apakah penelitian ini dikerjakan berkelompok?": "[Tidak]"},
    }


def code_for(page: Page, address: str) -> str:
    """The newest code in the mailbox page, read in another tab of the same browser."""
    mailbox = page.context.new_page()
    letter = newest_letter(mailbox, address, "Kode")
    found = re.search(r"\b\d{6}\b", letter.inner_text())
    assert found, letter.inner_text()
    mailbox.close()
    return found.group()


def newest_letter(mailbox: Page, address: str, words: str) -> Locator:
    """Loaded again until the letter has come: the page does not refresh itself."""
    mailbox.goto("/kotak-surat/")
    mailbox.get_by_label("E-mail atau nomor ponsel penerima").fill(address)
    mailbox.get_by_role("button", name="Saring").click()
    expect(mailbox).to_have_url(re.compile("kepada="))  # before that stand the letters of everybody
    letter = mailbox.get_by_role("article").filter(has_text=words).first
    reloaded_until(mailbox, lambda: expect(letter).to_be_visible(timeout=GLANCE))
    return letter


def register(page: Page, name: str, contact: str) -> None:
    """From the sign-in page to the page one wanted."""
    page.get_by_role("main").get_by_role("link", name="Daftar").click()
    page.get_by_label("Nama lengkap").fill(name)
    page.get_by_label("Nomor ponsel atau e-mail").fill(contact)
    page.get_by_role("button", name="Kirim kode", exact=True).click()
    type_code(page, contact)


def type_code(page: Page, contact: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Ketik kode")
    page.get_by_label("Kode 6 angka").fill(code_for(page, contact))
    page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()


def choose_place(page: Page, *, scripts: bool = True) -> str:
    """Ends on the task list; returns the case number."""
    proceed = page.get_by_role("button", name="Lanjutkan", exact=True)
    district = page.get_by_label("Kecamatan tempat kegiatan")
    expect(district).to_be_visible()
    if scripts:
        page.wait_for_load_state()
        expect(proceed).to_be_hidden()
    district.select_option(label="Sooko")
    if not scripts:
        proceed.click()
    page.get_by_label("Desa atau kelurahan").select_option(label="Desa Sooko")
    page.get_by_label("Saya sendiri").check()
    page.get_by_role("button", name="Mulai mengisi").click()
    expect(page).to_have_url(re.compile(r"/permohonan/\d\d-\d{4}-\d{3}/isi/$"))
    return page.url.split("/")[-3]


def fill_field(page: Page, label: str, typed: str) -> None:
    if typed.startswith("["):
        group = page.get_by_role("radiogroup", name=label)
        group.get_by_label(typed.strip("[]"), exact=True).check()
    else:
        page.get_by_label(re.compile(rf"^\s*{re.escape(label)}")).fill(typed)


def fill_section(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    for label, typed in answers()[title].items():
        fill_field(page, label, typed)


def row(page: Page, document: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=document))


def upload(page: Page, document: str, payload: Payload | None = None) -> Locator:
    """Chooses the file; upload.js sends it. The row it belongs to."""
    expect(row(page, document).locator("form.live-form")).to_be_attached()  # without the script a button waits
    return choose_file(page, document, payload)


def choose_file(page: Page, document: str, payload: Payload | None = None) -> Locator:
    found = row(page, document)
    found.locator("input[type=file]").set_input_files(payload or scan(document, DOCUMENTS[document]))
    return found


def upload_without_scripts(page: Page, document: str, payload: Payload | None = None) -> None:
    choose_file(page, document, payload).get_by_role("button", name="Unggah").click()


def reloaded_until(page: Page, look: Callable[[], None]) -> None:
    """As somebody without scripts does: looks, and loads the page again while it is not there."""
    for _ in range(TRIES):
        try:
            return look()
        except AssertionError:
            page.reload()
    return look()


def send(page: Page) -> None:
    page.get_by_label("Isian dan dokumen ini benar").check()
    page.get_by_role("button", name="Kirim permohonan").click()
