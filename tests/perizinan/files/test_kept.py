import pytest

from perizinan.files import sweeping
from perizinan.files.kept import ENGINE, keep, read, written
from perizinan.files.respond import respond
from tests.perizinan.files import made
from tests.perizinan.files.conftest import NOW


@pytest.fixture
def letter(ayu, files_settings):
    with written(made.pdf(), now=NOW) as done:
        return keep(done, name="izin.pdf", content_type="application/pdf", by=ayu, now=NOW)


def test_what_the_portal_made_is_clean_and_says_who_made_it(letter):
    assert letter.is_clean
    assert letter.engine == ENGINE
    assert read(letter) == made.pdf()


def test_it_leaves_through_the_same_door(letter, rf):
    assert respond(letter, request=rf.get("/")).getvalue() == made.pdf()


def test_the_sweeper_leaves_it_alone(letter):
    assert sweeping.sweep(now=NOW.replace(year=2030)) == []
    assert read(letter) == made.pdf()


def test_read_gives_nothing_that_is_not_clean(receive):
    with pytest.raises(ValueError, match="not clean"):
        read(receive())
