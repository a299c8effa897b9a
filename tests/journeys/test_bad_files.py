import pikepdf
import pytest
from playwright.sync_api import expect

from tests import make
from tests.journeys import applicant
from tests.journeys.files import payload
from tests.perizinan.files import made

LETTER, PHOTO, PLAN = "Surat permohonan bertanda tangan", "Pasfoto peneliti", "Proposal penelitian berbahasa Indonesia"
LOCKED = {"encryption": pikepdf.Encryption(owner="contoh", user="contoh")}
LARGE = made.pdf() + b"%" * (11 << 20)
BAD = {
    "infected": (LETTER, lambda: payload("surat.pdf", made.pdf(made.attached(made.EICAR))), "menemukan virus"),
    "locked": (
        LETTER,
        lambda: payload("surat.pdf", made.pdf(**LOCKED)),
        "PDF ini dikunci. Simpan ulang",
    ),
    "empty": (LETTER, lambda: payload("surat.pdf", b""), "Berkas ini kosong."),
    "too large": (PHOTO, lambda: payload("pasfoto.jpg", LARGE), "batasnya 10"),
    "wrong ending": (PLAN, lambda: payload("proposal.docx", b"PK\3\4contoh"), "Berkas .docx tidak dapat kami terima."),
    "wrong content": (PLAN, lambda: payload("proposal.pdf", b"Ini bukan PDF. " * 40), "Isi berkas ini bukan PDF."),
    "cut off": (PLAN, lambda: payload("proposal.pdf", made.pdf(pages=3)[:700]), "Berkas ini terpotong"),
}
KEPT = "KTP peneliti"


@pytest.fixture
def case(cast):
    return make.draft(cast.ayu)


@pytest.fixture
def tasks(visit, cast, case):
    page = visit(cast.ayu)
    page.goto(f"/permohonan/{case.number}/isi/")
    return page


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_told_beside_it_and_all_else_is_kept(tasks, what):
    document, bad, sentence = BAD[what]
    row = applicant.upload(tasks, document, bad())
    expect(row).to_contain_text(sentence, ignore_case=True)
    expect(row.get_by_text("Diterima", exact=True)).to_have_count(0)
    everything_else_stands(tasks, document)


def test_a_name_of_300_letters_is_shortened_and_said(tasks):
    row = applicant.upload(tasks, LETTER, payload("a" * 300 + ".pdf", made.pdf()))
    expect(row).to_contain_text("Nama berkas ini terlalu panjang. Kami memendekkannya.")
    expect(row).to_contain_text("Diterima dengan catatan")


@pytest.mark.parametrize("what", ["empty", "too large", "wrong ending"])
def test_the_same_sentence_without_javascript(visit, cast, case, what):
    document, bad, sentence = BAD[what]
    page = visit(cast.ayu, java_script_enabled=False)
    page.goto(f"/permohonan/{case.number}/isi/")
    applicant.upload_without_scripts(page, document, bad())
    expect(page.get_by_role("main")).to_contain_text(sentence)
    page.goto(f"/permohonan/{case.number}/isi/")
    everything_else_stands(page, "")


def everything_else_stands(page, document):
    page.reload()
    for other in applicant.DOCUMENTS:
        if other != document:
            expect(applicant.row(page, other)).to_contain_text("Diterima")
    expect(page.get_by_text("Selesai", exact=True)).to_have_count(len(applicant.SECTIONS))
