import io
import random
import tempfile

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from perizinan.files import sheets
from perizinan.files.checks.inspect import inspect


def jpeg(size, mode="RGB", colour="white", quality=90):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, "JPEG", quality=quality)
    return out.getvalue()


def noisy(size):
    out = io.BytesIO()
    Image.frombytes("RGB", size, random.Random(3).randbytes(size[0] * size[1] * 3)).save(out, "JPEG", quality=90)
    return out.getvalue()


def bound(pictures, max_bytes=10 << 20):
    return sheets.bind(pictures, title="Surat (contoh)", max_bytes=max_bytes)


@pytest.mark.parametrize(
    ("size", "page"), [((600, 800), (595, 842)), ((800, 600), (842, 595)), ((500, 500), (595, 842))]
)
def test_a_page_lies_as_its_picture_does(size, page):
    with pikepdf.open(io.BytesIO(bound([jpeg(size)]))) as document:
        assert [round(float(side)) for side in document.pages[0].mediabox[2:]] == list(page)


def test_a_picture_fills_its_page_without_being_stretched():
    with pypdfium2.PdfDocument(bound([jpeg((300, 300), colour="red")])) as document:
        drawn = document[0].render(scale=1).to_pil().convert("RGB")
    red = [
        (x, y) for x in range(0, drawn.width, 5) for y in range(0, drawn.height, 5) if drawn.getpixel((x, y))[1] < 90
    ]
    across, down = ({place[axis] for place in red} for axis in (0, 1))
    assert (min(across), max(across)) == (0, 595)
    assert max(down) - min(down) == pytest.approx(595, abs=6)


def test_pages_stand_in_order():
    colours = ["red", "lime", "blue"]
    with pypdfium2.PdfDocument(bound([jpeg((60, 80), colour=colour) for colour in colours])) as document:
        middles = [page.render(scale=1).to_pil().convert("RGB").getpixel((300, 420)) for page in document]
    assert [max(range(3), key=middle.__getitem__) for middle in middles] == [0, 1, 2]


def test_the_pictures_go_in_as_they_are():
    pictures = [jpeg((600, 800)), jpeg((600, 800), "L", 128)]
    with pikepdf.open(io.BytesIO(bound(pictures))) as document:
        inside = [page.Resources.XObject.Foto for page in document.pages]
        assert [each.read_raw_bytes() for each in inside] == pictures
        assert [each.ColorSpace for each in inside] == [pikepdf.Name.DeviceRGB, pikepdf.Name.DeviceGray]


def test_it_says_its_title_and_nothing_else():
    with pikepdf.open(io.BytesIO(bound([jpeg((60, 80))]))) as document:
        assert dict(document.docinfo.items()) == {"/Title": "Surat (contoh)"}
        assert "/Metadata" not in document.Root


def test_the_same_pictures_give_the_same_bytes():
    assert bound([jpeg((60, 80))] * 2) == bound([jpeg((60, 80))] * 2)
    assert bound([jpeg((60, 80))]) != bound([jpeg((60, 81))])


def test_large_pictures_are_made_smaller_until_all_fit():
    large, small = noisy((900, 1200)), jpeg((600, 800))
    made = bound([large, small, large], max_bytes=len(large))
    assert len(made) <= len(large)
    with pikepdf.open(io.BytesIO(made)) as document:
        assert document.pages[1].Resources.XObject.Foto.read_raw_bytes() == small  # only what takes more than its share
        assert all("Exif" not in str(page.Resources.XObject.Foto.read_raw_bytes()[:64]) for page in document.pages)


def test_the_checks_have_nothing_to_say_about_it():
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as extracted:
        source.write(bound([jpeg((600, 800))] * 3))
        source.flush()
        verdict = inspect(source, extracted, name="surat.pdf", accept=["pdf"])
    assert (verdict.get("problem", ""), verdict.get("remarks", [])) == ("", [])
