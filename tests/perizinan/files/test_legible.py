import pytest

from perizinan.files.checks.legible import measure, remarks_of
from tests.perizinan.files import drawn_made as made

pytestmark = pytest.mark.unit

FINE = {
    "writing": lambda: made.writing(),
    "small writing": lambda: made.writing(70, size=18),
    "one line": lambda: made.writing(1),
    "pencil": lambda: made.writing(ink=170),
    "empty form": made.form,
    "plan": made.plan,
    "signature": made.signature,
    "landscape": made.landscape,
    "scan": lambda: made.compressed(made.noisy(made.blurred(made.writing(), 1), 5), 60),
    "photo": lambda: made.photographed(made.writing()),
    "soft photo": lambda: made.photographed(made.writing(), soft=1.5),
    "photo of a form": lambda: made.photographed(made.form()),
    "photo with noise": lambda: made.photographed(made.writing(), noise=12),
    "photo in half the light": lambda: made.dimmed(made.photographed(made.writing()), 0.6),
    "columns of bars": made.bars,
    "upside down": lambda: made.writing().rotate(180),
    "a plan on its side": lambda: made.plan().rotate(90, expand=True),
}
WRONG = {
    "blurred": [
        lambda: made.blurred(made.writing(), 3),
        lambda: made.blurred(made.writing(), 8),
        lambda: made.blurred(made.form(), 5),
        lambda: made.blurred(made.signature(), 5),
        lambda: made.photographed(made.writing(), soft=3),
        lambda: made.photographed(made.writing(), soft=5, noise=8),
    ],
    "blank": [made.paper, lambda: made.noisy(made.paper(), 5)],
    "dark": [lambda: made.noisy(made.dimmed(made.photographed(made.writing()), 0.25), 8)],
    "sideways": [
        lambda: made.writing().rotate(90, expand=True),
        lambda: made.writing(70, size=18).rotate(270, expand=True),
        lambda: made.photographed(made.writing(), turned=3).rotate(90, expand=True),
    ],
}


@pytest.mark.parametrize("name", FINE)
def test_a_page_that_can_be_read_gets_no_remark(name):
    assert remarks_of(FINE[name]()) == []


@pytest.mark.parametrize(("code", "make"), [(code, make) for code, makes in WRONG.items() for make in makes])
def test_what_hinders_reading_is_seen(code, make):
    assert remarks_of(make()) == [code]


def test_a_tiny_picture_can_be_measured():
    assert measure(made.paper((1, 1))).ink == 0


def test_blur_is_far_from_what_cameras_do():
    sharp = measure(made.photographed(made.writing(), soft=1.5)).sharp
    blurred = measure(made.photographed(made.writing(), soft=3)).sharp

    assert sharp > 2 * blurred
