import io
import json
import tempfile

import pypdfium2
import pytest
from PIL import Image

from perizinan.files.checks.drawing import Wanted, draw
from tests.perizinan.files import drawn_made, made

pytestmark = pytest.mark.unit

PDF, JPEG, PNG, WEBP, HEIC = "application/pdf", "image/jpeg", "image/png", "image/webp", "image/heic"


def drawn(data, media_type=PDF, **more):
    """(answer, [(line of the log, image, thumb)])"""
    wanted = {"first": 1, "pages": 10, "seconds": 60, "side": 2000, "side_of_many": 1400, "many": 30} | more
    with tempfile.TemporaryFile() as target, tempfile.TemporaryFile() as log:
        answer = draw(io.BytesIO(data), target, log, wanted=Wanted(media_type=media_type, **wanted))
        log.seek(0)
        lines = [json.loads(line) for line in log.read().splitlines()]
        pages = []
        for line in lines:
            target.seek(line["offset"])
            pages.append((line, target.read(line["size"]), target.read(line["thumb_size"])))
    return answer, pages


def image_of(data, media_type=PDF, **more):
    _, [(line, image, _)] = drawn(data, media_type, **more)
    picture = drawn_made.opened(image)
    assert (picture.width, picture.height) == (line["width"], line["height"])
    return picture


def test_pages_are_numbered_and_measured():
    answer, pages = drawn(drawn_made.pdf_of(drawn_made.writing(), drawn_made.blurred(drawn_made.writing(), 5)))

    assert answer == {"pages": 2}
    assert [(line["number"], line["remarks"]) for line, *_ in pages] == [(1, []), (2, ["blurred"])]


def test_a_page_and_its_thumb_are_jpegs_of_the_promised_size():
    _, [(_, image, thumb)] = drawn(made.pdf(drawn_made.sized(600, 800)))

    assert (drawn_made.opened(image).format, drawn_made.opened(image).size) == ("JPEG", (1500, 2000))
    assert max(drawn_made.opened(thumb).size) == 240


def test_only_so_many_pages_from_the_first_that_is_wanted():
    answer, pages = drawn(made.pdf(pages=5), first=3, pages=2)

    assert answer == {"pages": 5}
    assert [line["number"] for line, *_ in pages] == [3, 4]


def test_no_page_is_begun_once_the_time_is_up():
    _, pages = drawn(made.pdf(pages=3), seconds=0)

    assert len(pages) == 1


def test_images_of_a_thick_document_are_smaller():
    assert max(image_of(made.pdf(pages=31), pages=1).size) == 1400
    assert max(image_of(made.pdf(pages=30), pages=1).size) == 2000


@pytest.mark.parametrize(
    ("width", "height", "drawn_as"),
    [(1, 14400, (1, 2000)), (14400, 14400, (2000, 2000)), (3, 3, (13, 13)), (72, 144, (300, 600))],
)
def test_odd_sizes(width, height, drawn_as):
    assert image_of(made.pdf(drawn_made.sized(width, height))).size == drawn_as


def test_a_turned_page_is_upright():
    picture = image_of(made.pdf(drawn_made.turned(90)))

    assert picture.width > picture.height


def test_a_filled_form_and_a_stamp_are_seen():
    picture = image_of(made.pdf(drawn_made.filled_form))
    scale = picture.height / 792
    field = picture.crop((int(50 * scale), int(132 * scale), int(550 * scale), int(192 * scale))).convert("L")
    red, green, _ = picture.getpixel((int(150 * scale), int(667 * scale)))

    assert field.getextrema()[0] < 100
    assert red > 200 > 100 > green


def test_the_engine_has_nothing_that_runs_scripts():
    assert not {"V8", "XFA"} & set(pypdfium2.PDFIUM_INFO.flags)


def test_a_page_without_paper_is_white():
    assert image_of(made.pdf()).getpixel((5, 5)) == (255, 255, 255)


def photo(picture, format="JPEG", **save):
    target = io.BytesIO()
    picture.save(target, format, **save)
    return target.getvalue()


@pytest.mark.parametrize(("format", "media_type"), [("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP), ("HEIF", HEIC)])
def test_a_photo_is_made_smaller_never_larger(format, media_type):
    assert image_of(photo(drawn_made.paper((2200, 1100)), format), media_type).size == (2000, 1000)
    assert image_of(photo(drawn_made.paper((300, 200)), format), media_type).size == (300, 200)


@pytest.mark.parametrize(("format", "media_type"), [("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP)])
def test_a_photo_is_turned_upright_as_its_camera_says(format, media_type):
    picture = drawn_made.paper((400, 200))
    picture.paste("red", (0, 0, 200, 200))  # left in the file, on top for people
    exif = Image.Exif()
    exif[0x0112] = 6

    upright = image_of(photo(picture, format, exif=exif), media_type)

    assert upright.size == (200, 400)
    assert upright.getpixel((100, 50))[1] < 60
    assert upright.getpixel((100, 350))[1] > 200


def test_nothing_of_the_photo_goes_along_but_what_is_seen():
    exif = Image.Exif()
    exif[0x010E] = "rahasia"
    data = photo(drawn_made.writing(), exif=exif, comment=b"rahasia", icc_profile=b"rahasia")
    assert data.count(b"rahasia") == 3

    _, [(_, image, thumb)] = drawn(data, JPEG)

    assert b"rahasia" not in image + thumb
    assert {*drawn_made.opened(image).info} == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_mode_becomes_colours_on_white(mode):
    through = (0, 0, 0, 0)
    light = {"1": 1, "L": 255, "LA": (0, 0), "P": 0, "RGBA": through, "I;16": 65535}[mode]
    picture = Image.new(mode, (50, 50), light)
    if mode == "P":
        picture.putpalette([255, 255, 255])

    seen = image_of(photo(picture, "PNG"), PNG)

    assert seen.mode == "RGB"
    assert min(seen.getpixel((25, 25))) > 250


def test_an_inverted_cmyk_jpeg_keeps_its_colours():
    seen = image_of(photo(Image.new("CMYK", (50, 50), (0, 255, 255, 0))), JPEG).getpixel((25, 25))

    assert seen[0] > 200 > 60 > seen[1]


def hashes(data, media_type=PDF):
    return [line["sha256"] for line, *_ in drawn(data, media_type)[1]]


def test_equal_pages_have_equal_hashes():
    one, two, other = drawn_made.writing(), drawn_made.writing(), drawn_made.form()
    first, second, third = hashes(drawn_made.pdf_of(one, two, other))

    assert first == second != third
    assert hashes(drawn_made.pdf_of(one)) == [first]


def test_pages_alike_but_of_another_size_differ():
    assert hashes(photo(drawn_made.paper((100, 200))), JPEG) != hashes(photo(drawn_made.paper((200, 100))), JPEG)
