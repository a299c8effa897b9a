import pytest

from perizinan.files.kinds import JPEG, PDF, accepted
from perizinan.files.names import MAX_BYTES, MAX_NAME, download_name, shown_name

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("surat.pdf", "surat.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ayu\\KTP.jpg", "KTP.jpg"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("foto\u202efdp.exe", "fotofdp.exe"),
        ("  banyak    spasi .pdf", "banyak spasi .pdf"),
        ('<img src="x">.pdf', "_img src=_x__.pdf"),
        ("surat.pdf...", "surat.pdf"),
        ("surat.pdf\u200b", "surat.pdf"),
        ("NUL.pdf", "_NUL.pdf"),
        ("con", "_con"),
        ("Lpt1.surat.pdf", "_Lpt1.surat.pdf"),
        ("konsep.pdf", "konsep.pdf"),
        ("...", "berkas"),
        ("", "berkas"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_shown_name_keeps_what_a_person_may_read(raw, shown):
    assert shown_name(raw) == (shown, False)


def test_a_name_of_300_letters_is_shortened_and_keeps_its_ending():
    name, was_shortened = shown_name("x" * 300 + ".pdf")

    assert was_shortened
    assert len(name) == MAX_NAME
    assert name.endswith("x.pdf")


@pytest.mark.parametrize("letter", ["\U0001f600", "\u5370", "é"])
def test_a_name_of_many_bytes_fits_in_any_file_system(letter):
    name, was_shortened = shown_name(letter * 200 + ".PDF")

    assert was_shortened
    assert len(name.encode()) <= MAX_BYTES
    assert name.endswith(letter + ".pdf")


def test_a_shortened_name_without_a_sensible_ending_is_cut():
    name, _ = shown_name("a." + "b" * 300)

    assert len(name) == MAX_NAME


def test_download_name_has_the_ending_of_the_content():
    assert download_name("foto.png", JPEG) == "foto.png.jpg"
    assert download_name("surat.PDF", PDF) == "surat.PDF"
    assert download_name("apa saja", None) == "apa saja"


def test_accepted_understands_how_permit_types_write_kinds():
    assert [kind.name for kind in accepted(("image/jpeg", ".pdf", "PNG"))] == ["pdf", "jpg", "png"]


@pytest.mark.parametrize("words", [("pdf", "exe"), ()])
def test_accepted_refuses_what_nobody_checks(words):
    with pytest.raises(ValueError, match="unknown kind"):
        accepted(words)
