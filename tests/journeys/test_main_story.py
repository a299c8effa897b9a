import random
import re

from playwright.sync_api import expect

from applications.permits.models import Permit
from tests.journeys import applicant, letters, officers
from tests.journeys.applicant import DOCUMENTS, SECTIONS
from tests.journeys.files import payload, scan

KTP = "KTP peneliti"
BLURRED = "Foto terpotong atau buram. Foto ulang seluruh kartu."


def test_from_the_first_visit_to_the_permit_that_anybody_can_check(visit, cast, stack):
    ayu = visit(width=360)
    contact = "ayu.cerita@contoh.test"

    # a visitor finds the permit by another word, and registers on the way
    ayu.goto("/")
    ayu.get_by_label("Izin apa yang Anda butuhkan?").fill("skripsi")
    ayu.get_by_role("button", name="Cari").click()
    ayu.get_by_role("main").get_by_role("link", name="Surat Keterangan Penelitian").click()
    ayu.get_by_role("link", name="Mulai permohonan").click()
    applicant.register(ayu, "Ayu Peneliti (contoh)", contact)
    number = applicant.choose_place(ayu)

    # every section saves itself
    ayu.get_by_role("link", name=SECTIONS[0], exact=True).click()
    for title in SECTIONS:
        applicant.fill_section(ayu, title)
        expect(ayu.locator("[data-saved]")).to_contain_text("Tersimpan pukul")
        ayu.get_by_role("button", name="Simpan dan lanjutkan").click()
    expect(ayu).to_have_url(re.compile(rf"/permohonan/{number}/isi/$"))
    expect(ayu.get_by_text("Selesai", exact=True)).to_have_count(len(SECTIONS))

    # real files; the verdict appears without a reload
    ayu.evaluate("window.same = 1")
    for document in DOCUMENTS:
        applicant.upload(ayu, document)
    for document in DOCUMENTS:
        expect(applicant.row(ayu, document)).to_contain_text("Diterima")
    assert ayu.evaluate("window.same") == 1

    ayu.reload()
    ayu.get_by_role("link", name="Periksa dan kirim").click()
    expect(ayu.get_by_role("main")).to_contain_text(applicant.TITLE)
    applicant.send(ayu)
    expect(ayu.get_by_role("heading", level=1)).to_have_text("Permohonan terkirim")
    with ayu.expect_download() as receipt:
        ayu.get_by_role("link", name="Unduh tanda terima").click()
    assert number in letters.printed(receipt.value.path())

    # the verifier reads every document; one needs mending
    budi = visit()
    officers.sign_in(budi, cast.budi.email)
    officers.claim(budi, number)
    officers.judge(budi, mend={KTP: BLURRED})
    officers.follow(budi, "Kembalikan (1 hal)")
    expect(budi.get_by_role("main")).to_contain_text(BLURRED)
    officers.confirm(budi, "Kembalikan (1 hal)")
    expect(budi.get_by_text(f"Permohonan {number} dikembalikan.")).to_be_visible()

    # the applicant mends just that
    ayu.goto(f"/permohonan/{number}/")
    expect(ayu.get_by_role("heading", level=1)).to_have_text("Giliran Anda")
    ayu.get_by_role("link", name="Perbaiki sekarang").click()
    expect(ayu.get_by_role("main")).to_contain_text(BLURRED)
    mending = ayu.get_by_role("main").locator("ol").first
    expect(mending.locator("input[type=file]")).to_have_count(1)
    mending.locator("input[type=file]").set_input_files(scan("KTP peneliti baru", "jpg"))
    expect(mending).to_contain_text("Diterima")
    ayu.get_by_role("button", name="Kirim perbaikan (1 dari 1)").click()
    expect(ayu.get_by_role("heading", level=1)).to_have_text("Sedang kami kerjakan")

    # completeness, recommendation, endorsement, approval
    officers.find(budi, number)
    expect(budi.get_by_role("region", name="Yang dinilai").get_by_role("link", name=KTP)).to_contain_text("Baru")
    officers.fits(budi, KTP)
    officers.press(budi, "Nyatakan lengkap")
    expect(budi.get_by_text(f"Berkas {number} dinyatakan lengkap.")).to_be_visible()

    citra = visit()
    officers.sign_in(citra, cast.citra.email)
    officers.claim(citra, number)
    officers.follow(citra, "Beri pertimbangan")
    citra.get_by_label("Dapat diberikan").check()
    citra.get_by_label("Catatan untuk tahap berikutnya").fill("Rencana penelitian jelas.")
    officers.confirm(citra, "Teruskan")

    darma = visit()
    officers.sign_in(darma, cast.darma.email)
    officers.claim(darma, number)
    officers.follow(darma, "Teruskan ke Kepala Dinas")
    expect(darma.get_by_role("main")).to_contain_text("Rencana penelitian jelas.")
    officers.confirm(darma, "Teruskan")

    dewi = visit()
    officers.sign_in(dewi, cast.dewi.email)
    officers.find(dewi, number)
    officers.follow(dewi, "Setujui")
    officers.confirm(dewi, "Setujui")

    # the head reads the letter, then signs: once with a slip of the finger
    waiting = officers.choose(dewi, Permit.objects.get(application__number=number).number)
    officers.sign(dewi, officers.WRONG_PASSPHRASE)
    expect(waiting).to_contain_text("kata sandi salah")
    officers.sign(dewi, officers.PASSPHRASE)
    expect(waiting).to_contain_text("Selesai")

    # the applicant is told and downloads it
    letter = applicant.newest_letter(ayu.context.new_page(), contact, "terbit")
    expect(letter).to_be_visible()
    ayu.reload()
    expect(ayu.get_by_role("heading", level=1)).to_have_text("Izin terbit")
    with ayu.expect_download() as permit:
        ayu.get_by_role("link", name="Unduh izin").click()
    the_letter_convinces_strangers(permit.value.path(), stack.folder / "signing" / "root.crt")
    the_portal_confirms_it(visit(width=360), permit.value.path())


def the_letter_convinces_strangers(path, root):
    pdf = path.read_bytes()
    assert letters.accepted(pdf, root)
    assert "Signature is Valid" in letters.pdfsig(path)
    for at in random.Random(number_of(path)).sample(letters.signed_range(pdf), 15):
        assert not letters.accepted(letters.flipped(pdf, at), root), at


def number_of(path):
    return re.search(r"[\d.]+/\d+/SKP/\w+/\d{4}", letters.printed(path)).group()


def the_portal_confirms_it(page, path):
    pdf, text = path.read_bytes(), letters.printed(path)

    # by the QR's address
    page.goto(f"/v/{Permit.objects.get(number=number_of(path)).token}/")
    expect(page.get_by_role("main")).to_contain_text("IZIN INI ASLI DAN BERLAKU")
    expect(page.get_by_role("main")).to_contain_text(applicant.TITLE)
    expect(page.get_by_role("main")).not_to_contain_text(applicant.NIK)
    expect(page.get_by_role("main")).not_to_contain_text("Ayu Peneliti")

    # by what is printed
    page.goto("/periksa/")
    page.get_by_label("Nomor izin").fill(number_of(path))
    page.get_by_label("Kode", exact=True).fill(re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", text).group())
    page.get_by_role("button", name="Periksa", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("IZIN INI ASLI DAN BERLAKU")

    # by the file
    for data, verdict in [(pdf, "sama persis"), (letters.flipped(pdf, len(pdf) // 2), "berbeda")]:
        page.get_by_label("Berkas PDF").set_input_files(payload("izin.pdf", data))
        page.get_by_role("button", name="Bandingkan berkas").click()
        expect(page.get_by_role("status")).to_contain_text(verdict)
