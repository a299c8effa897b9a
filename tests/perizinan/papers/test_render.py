import os
import re
import signal
import subprocess
import threading
from datetime import UTC, timedelta
from pathlib import Path

import pikepdf
import pytest
from pydantic import ValidationError

from perizinan import papers
from perizinan.papers.render import SETS
from tests.perizinan.papers.conftest import NOW, right_edge, text_of, words_of

pytestmark = pytest.mark.unit

LONG = "Yayasan Penelitian dan Pengabdian Masyarakat Majapahit " * 6
MARKUP = '#panic("x") *a* _b_ `c` <d> $e^2$ @f \\ // /* = # #import "x" [1] {2} \'q\' "r" ~ -- ...'


@pytest.fixture(params=["letter", "decree", "receipt"])
def paper(request):
    return papers.render(request.param, request.getfixturevalue(request.param)(), now=NOW)


def test_paper_is_tagged_pdf_a2a_and_ua1_in_indonesian(paper, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(paper)
    with pikepdf.open(tmp_path / "paper.pdf") as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "2"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["pdfuaid:part"] == "1"
        assert pdf.pdf_version == "1.7"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "id"
        assert pdf.Root.StructTreeRoot
        assert pdf.Root.OutputIntents
        assert "/OpenAction" not in pdf.Root


def test_every_font_is_inside(paper):
    listed = subprocess.run(["pdffonts", "-"], input=paper, capture_output=True, check=True).stdout.decode()
    fonts = listed.splitlines()[2:]
    assert fonts
    for font in fonts:
        assert "LibertinusSerif" in font
        assert re.search(r"\s(yes|no)\s+(yes|no)\s+(yes|no)\s", font)[1] == "yes"


def test_every_picture_has_a_description(letter, tmp_path):
    (tmp_path / "letter.pdf").write_bytes(papers.render("letter", letter(), now=NOW))
    with pikepdf.open(tmp_path / "letter.pdf") as pdf:
        figures = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
        assert len(figures) == 2
        assert all(str(figure.Alt) for figure in figures)


def test_letter_says_everything_it_was_given(letter):
    data = letter()
    shown = words_of(papers.render("letter", data, now=NOW))
    rows = [row["value"] for row in data["holder"] + data["subject"]]
    for said in [*data["basis"], *data["conditions"], *rows, data["opening"], data["validity"], data["number"]]:
        assert " ".join(said.split()) in shown
    for said in ("signer_name", "signer_rank", "signer_nip", "code", "place", "date_text", "signature_line"):
        assert data[said] in shown
    assert data["position"].upper() in shown
    assert data["title"].upper().replace(" ", "") in shown.replace(" ", "")
    assert f"Keaslian surat ini dapat diperiksa di {data['verify_address']}" in shown
    assert "PEMERINTAH KABUPATEN MOJOKERTO" in shown
    assert "Halaman 1 dari 1" in shown


def test_number_and_address_can_be_copied_from_the_letter(letter):
    shown = text_of(papers.render("letter", letter(), now=NOW))
    assert not re.search(r"[\u200b-\u200f\u00ad]", shown)


def test_letter_never_claims_bsre(letter):
    shown = words_of(papers.render("letter", letter(), now=NOW))
    assert "Balai Besar" not in shown
    assert "sertifikat elektronik yang diterbitkan" not in shown
    assert set(re.findall(r"\S+ \S+ BSrE", shown)) <= {"portal, bukan BSrE", "tanda tangan BSrE"}


def test_test_band_is_on_top_of_every_page(letter):
    pdf = papers.render("letter", letter(subject=letter()["subject"] * 12), now=NOW)
    pages = text_of(pdf).split("\f")[:-1]
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert page.startswith(papers.TEST_BAND)
        assert f"Halaman {number} dari {len(pages)}" in page
        assert letter()["code"] in page


def test_letter_of_a_real_authority_has_no_band(letter):
    assert "CONTOH" not in text_of(papers.render("letter", letter(test_band=None), now=NOW))


def test_table_head_repeats_on_each_page(letter):
    pdf = papers.render("letter", letter(subject=letter()["subject"] * 12), now=NOW)
    first, second, *_ = text_of(pdf).split("\f")
    assert "Keterangan" in first
    assert "Keterangan" in second


@pytest.mark.parametrize(
    "value", [LONG[:300], "W" * 300, MARKUP, "", "baris satu\nbaris dua", " ", "a" * 36 + " " + "b" * 37]
)
def test_values_are_data_and_nothing_is_lost(letter, receipt, value):
    row = {"label": "Nilai", "value": value}
    wanted = re.sub(r"\s", "", value)
    shown = text_of(papers.render("letter", letter(holder=[row], subject=[row], conditions=[value]), now=NOW))
    assert re.sub(r"\s", "", shown).count(wanted) >= 3
    shown = text_of(papers.render("receipt", receipt(facts=[row], help_line=value), now=NOW))
    assert wanted in re.sub(r"\s", "", shown)


def test_longest_words_stay_on_the_page(letter, tmp_path):
    row = {"label": "L" * 80, "value": "W" * 300}
    pdf = papers.render(
        "letter", letter(holder=[row], subject=[row], signer_name="N" * 120, basis=["B" * 200]), now=NOW
    )
    assert right_edge(pdf) < 595.3 - 2 * 28.35


def test_same_input_gives_same_bytes(letter):
    first = papers.render("letter", letter(), now=NOW)
    assert papers.render("letter", letter(), now=NOW.astimezone(UTC)) == first
    assert papers.render("letter", letter(), now=NOW + timedelta(days=1)) != first
    assert papers.render("letter", letter(place="Mojosari"), now=NOW) != first


def test_threads_share_the_compiler(letter):
    alone = [papers.render("letter", letter(code=f"KODE{n}"), now=NOW) for n in range(6)]
    together: dict[int, bytes] = {}

    def work(n: int) -> None:
        together[n] = papers.render("letter", letter(code=f"KODE{n}"), now=NOW)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[n] for n in range(6)] == alone


def test_child_of_a_process_that_rendered_is_refused_not_hung(letter):
    papers.render("letter", letter(), now=NOW)
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        try:
            papers.render("letter", letter(), now=NOW)
        except papers.RenderError:
            os._exit(7)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


@pytest.mark.parametrize("change", [{"code": None}, {"surprise": "x"}, {"holder": []}, {"holder": [{"label": "x"}]}])
def test_wrong_data_is_refused_before_typst(letter, change):
    with pytest.raises(ValidationError):
        papers.render("letter", letter(**change), now=NOW)


def test_damaged_picture_is_a_named_failure(letter):
    with pytest.raises(papers.RenderError):
        papers.render("letter", letter(), now=NOW, images={"qr": "<svg"})


def test_templates_stay_in_their_folder_and_off_the_network():
    for path in SETS.rglob("*"):
        assert not path.is_symlink()
        if path.suffix == ".typ":
            source = path.read_text()
            assert "@preview" not in source
            assert "@local" not in source
            assert "eval(" not in source
            assert ".." not in re.sub(r"\.\.(?=\w|\n)", "", source)


def test_data_cannot_read_files(letter):
    with pytest.raises(papers.RenderError):
        papers.render("letter", letter(), now=NOW, images={"qr": str(Path("/etc/hostname"))})
