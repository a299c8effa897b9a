import pytest
from pydantic import ValidationError

from perizinan import papers
from tests.perizinan.papers.conftest import NOW, OFFICE, TABLE, pages_of, right_edge, words_of

pytestmark = pytest.mark.unit
WIDE = ["Nama", "Nomor", "Alamat lengkap", "Jabatan", "Asal", "Telepon", "Keterangan"]
EDGE = 595.3 - 2 * 28.35


def test_decree_has_its_parts_in_order(decree):
    shown = words_of(papers.render("decree", decree(tables=[TABLE]), now=NOW), "-raw")
    parts = (
        f"KEPUTUSAN {OFFICE.upper()}",
        f"NOMOR {decree()['number']}",
        "TENTANG IZIN TRAYEK DAN KARTU PENGAWASAN",
        f"{OFFICE.upper()},",
        "Menimbang",
        "Mengingat",
        "Memperhatikan",
        "MEMUTUSKAN:",
        "Menetapkan",
        "KESATU",
        "Budi Wibowo (contoh)",
        "Untuk melayani trayek:",
        "Daftar kendaraan",
        "Syarat-syarat:",
        "KEDUA",
        "KETIGA",
        "Ditetapkan di",
        "Tembusan:",
    )
    assert [part for part in parts if part not in shown] == []
    places = [shown.find(part) for part in parts[:-1]]  # the copies stand beside the signature
    assert places == sorted(places)


def test_decree_says_everything_it_was_given(decree):
    data = decree(tables=[TABLE])
    shown = words_of(papers.render("decree", data, now=NOW))
    lists = [*data["considering"], *data["basis"], *data["noting"], *data["conditions"]]
    rows = [row["value"] for row in data["holder"] + data["subject"] + data["rulings"]]
    cells = [" ".join(cell.split()) for row in TABLE["rows"] for cell in row]
    assert [said for said in [*lists, *rows, *cells] if " ".join(said.split()) not in shown] == []


def test_parts_without_words_leave_no_trace(decree):
    bare = decree(noting=[], basis=[], holder=[], subject=[], subject_opening="", conditions=[], copies=[])
    shown = words_of(papers.render("decree", bare, now=NOW))
    gone = ("Memperhatikan", "Mengingat", "Syarat-syarat", "Tembusan")
    assert [word for word in gone if word in shown] == []


@pytest.mark.parametrize("template", ["letter", "decree"])
def test_table_goes_on_with_its_head_and_the_number_on_each_page(request, template):
    data = request.getfixturevalue(template)(tables=[TABLE])
    pages = pages_of(papers.render(template, data, now=NOW))
    assert len(pages) > 1
    for page, text in enumerate(pages, start=1):
        assert f"Halaman {page} dari {len(pages)}" in text
        assert text.count(data["number"]) >= 2  # running head (on page 1 the title) and foot
        assert ("Uji berlaku sampai" in " ".join(text.split())) == ("XX" in text)
    assert sum(page.count(" XX") for page in pages) == 50


@pytest.mark.parametrize("template", ["letter", "decree"])
@pytest.mark.parametrize("rows", range(1, 40))
def test_signature_never_stands_alone_on_a_page(request, template, rows):
    table = {**TABLE, "rows": TABLE["rows"][:rows]}
    data = request.getfixturevalue(template)(tables=[table])
    last = data["validity"] if template == "letter" else data["rulings"][-1]["value"]
    page = " ".join(next(p for p in pages_of(papers.render(template, data, now=NOW)) if "Ditetapkan di" in p).split())
    assert last in page
    assert data["signer_nip"] in page


@pytest.mark.parametrize("template", ["letter", "decree"])
@pytest.mark.parametrize("cell", ["W" * 300, "Perkumpulan Pemberdayaan Masyarakat " * 8, "a", "baris satu\nbaris dua"])
def test_wide_tables_stay_on_the_page_and_lose_nothing(request, template, cell):
    table = {"title": "T" * 90, "heads": WIDE, "rows": [[cell] * len(WIDE)] * 3}
    pdf = papers.render(template, request.getfixturevalue(template)(tables=[table]), now=NOW)
    assert right_edge(pdf) < EDGE
    # words of one cell stand apart in the text when its neighbours are as long, so letters are counted
    assert words_of(pdf).count(cell[0]) >= 3 * len(WIDE) * cell.count(cell[0])


def test_row_with_a_cell_too_few_is_refused(letter):
    table = {**TABLE, "rows": [["satu"]]}
    with pytest.raises(ValidationError, match="every row needs 4 cells"):
        papers.render("letter", letter(tables=[table]), now=NOW)


def test_watermark_is_on_each_page(letter):
    bare, marked = (
        papers.pages("letter", letter(tables=[TABLE], watermark=words), now=NOW) for words in (None, "CONTOH")
    )
    assert len(bare) == len(marked) > 1
    assert all(one != other for one, other in zip(bare, marked, strict=True))


def test_pages_are_pictures_of_the_paper(decree):
    drawn = papers.pages("decree", decree(tables=[TABLE]), now=NOW)
    assert len(drawn) == len(pages_of(papers.render("decree", decree(tables=[TABLE]), now=NOW)))
    assert all(page.startswith(b"\x89PNG") for page in drawn)
