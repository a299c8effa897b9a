import re
from functools import partial

from playwright.sync_api import expect

from tests.journeys import applicant, letters
from tests.journeys.applicant import DOCUMENTS, SECTIONS
from tests.journeys.files import scan


def test_the_applicant_s_part_by_phone_number(visit):
    page = visit(width=360, java_script_enabled=False)
    page.goto("/izin/penelitian/")
    page.get_by_role("link", name="Mulai permohonan").click()
    applicant.register(page, "Bagas Peneliti (contoh)", "0812 0000 4711")
    number = applicant.choose_place(page, scripts=False)

    page.get_by_role("link", name=SECTIONS[0], exact=True).click()
    page.get_by_label("NIK peneliti").fill("12345")
    page.get_by_role("button", name="Simpan dan lanjutkan").click()
    expect(page.get_by_role("alert")).to_contain_text("NIK")
    expect(page.get_by_label("NIK peneliti")).to_have_value("1234 5")
    for title in SECTIONS:
        applicant.fill_section(page, title)
        page.get_by_role("button", name="Simpan dan lanjutkan").click()
    expect(page).to_have_url(re.compile(rf"/permohonan/{number}/isi/$"))

    for document, ending in DOCUMENTS.items():
        file = scan(document, ending)
        applicant.upload_without_scripts(page, document, file)
        expect(applicant.row(page, document)).to_contain_text(file["name"])
        expect(page).to_have_url(re.compile(rf"/permohonan/{number}/isi/#dokumen-"))
    for document in DOCUMENTS:
        accepted = partial(expect(applicant.row(page, document)).to_contain_text, "Diterima", timeout=applicant.GLANCE)
        applicant.reloaded_until(page, accepted)

    page.get_by_role("link", name="Periksa dan kirim").click()
    page.get_by_role("button", name="Kirim permohonan").click()
    expect(page.get_by_role("alert")).to_contain_text("Beri tanda pada pernyataan sebelum mengirim.")
    applicant.send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Permohonan terkirim")
    with page.expect_download() as receipt:
        page.get_by_role("link", name="Unduh tanda terima").click()
    assert number in letters.printed(receipt.value.path())

    # without an account: number and code of the receipt
    code = re.search(r"[2-9A-Z]{3} [2-9A-Z]{3}", page.get_by_text("Kode lacak").locator("..").inner_text()).group()
    page.context.clear_cookies()
    page.goto("/lacak/")
    page.get_by_label("Nomor permohonan").fill(number)
    page.get_by_label("Kode lacak").fill(code)
    page.get_by_role("button", name="Lacak").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sedang kami kerjakan")
