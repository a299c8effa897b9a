import zlib

import pytest

from perizinan.files.checks.unpacking import Damaged, inflated, inflated_size
from perizinan.files.checks.verdict import Refuse
from tests.perizinan.files import made_pdf

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("size", [0, 1, (1 << 18) - 1, 1 << 18, 700_000])
def test_the_size_is_found(size):
    assert inflated_size(zlib.compress(bytes(size)), limit=1 << 20) == size


def test_past_the_limit_it_is_refused():
    with pytest.raises(Refuse) as refused:
        inflated_size(made_pdf.zeros(8), limit=1 << 20)

    assert refused.value.code == "too-complex"


def test_what_ends_early_has_the_size_that_came_out():
    assert inflated_size(zlib.compress(bytes(1000))[:-5], limit=1 << 20) == 1000


@pytest.mark.parametrize("unpack", [inflated_size, inflated])
def test_nonsense_is_damaged(unpack):
    with pytest.raises(Damaged):
        unpack(b"no zlib", limit=100)


def test_small_things_are_unpacked():
    assert inflated(zlib.compress(b"halo"), limit=100) == b"halo"
    with pytest.raises(Refuse):
        inflated(zlib.compress(bytes(200)), limit=100)
    with pytest.raises(Refuse):
        inflated(zlib.compress(bytes(200)), limit=0)
