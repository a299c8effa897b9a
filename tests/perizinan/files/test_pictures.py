import io

import pytest
from PIL import Image

from perizinan.files import pictures
from tests import make
from tests.applications.documents.pictures import BLUE, GREEN, RED, WHITE, draw, jpeg


@pytest.fixture
def page(cast):
    return draw(make.stored(cast.ayu), jpeg((400, 600)))


def opened(data):
    return Image.open(io.BytesIO(data))


def near(colour):
    return min((RED, GREEN, BLUE, WHITE), key=lambda known: sum(abs(a - b) for a, b in zip(known, colour, strict=True)))


def corners(data):
    picture = opened(data).convert("RGB")
    width, height = picture.size
    places = [(0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8)]
    return [near(picture.getpixel((int(x * width), int(y * height)))) for x, y in places]


def test_what_is_not_changed_is_the_drawn_picture_itself(page):
    assert pictures.framed(page, turn=0, box=None) == pictures.read(page)


@pytest.mark.parametrize(
    ("turn", "clockwise", "size"),
    [
        (90, [WHITE, RED, GREEN, BLUE], (600, 400)),
        (180, [BLUE, WHITE, RED, GREEN], (400, 600)),
        (270, [GREEN, BLUE, WHITE, RED], (600, 400)),
    ],
)
def test_a_turn_is_clockwise(page, turn, clockwise, size):
    data = pictures.framed(page, turn=turn, box=None)
    assert (corners(data), opened(data).size) == (clockwise, size)


def test_a_crop_is_of_the_turned_picture(page):
    data = pictures.framed(page, turn=90, box=(0.5, 0, 1, 0.5))  # the upper right piece: red, after the turn
    assert set(corners(data)) == {RED}
    assert opened(data).size == (300, 200)


def test_what_was_cut_off_is_not_in_the_bytes(page):
    data = pictures.framed(page, turn=0, box=(0, 0, 0.5, 0.5))
    picture = opened(data)
    assert picture.size == (200, 300)
    assert not picture.getexif()
    assert "icc_profile" not in picture.info


def test_a_small_one_is_small_and_a_piece_of_it_is_not_coarse(page):
    assert max(opened(pictures.framed(page, turn=0, box=None, longest=120)).size) == 120
    piece = opened(pictures.framed(page, turn=0, box=(0, 0, 0.25, 0.25), longest=120))
    assert max(piece.size) == 120


def test_other_bytes_than_were_drawn_are_not_opened(page):
    page.width = 401
    with pytest.raises(pictures.NotAsDrawn):
        pictures.framed(page, turn=0, box=None)


@pytest.mark.parametrize("size", [(3, 800), (800, 3), (1, 1)])
def test_of_a_thin_picture_a_dot_is_left(cast, size):
    thin = draw(make.stored(cast.ayu), jpeg_of(size))
    for box in [(0.0, 0.0, 0.1, 0.1), (0.9, 0.9, 1.0, 1.0)]:
        assert min(opened(pictures.framed(thin, turn=0, box=box)).size) >= 1


def jpeg_of(size):
    out = io.BytesIO()
    Image.new("RGB", size).save(out, "JPEG")
    return out.getvalue()
