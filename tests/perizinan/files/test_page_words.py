import pytest

from perizinan.files.page_words import PAGE_REMARKS, page_list, page_remark
from perizinan.files.problems import remark_sentences, remarks_on_file, remarks_on_page

pytestmark = pytest.mark.unit

FACTS = {"pages": 5, "blurred": [2, 5], "blank": [3]}


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([2], "halaman 2"),
        ([2, 5], "halaman 2 dan 5"),
        ([1, 2], "halaman 1 dan 2"),
        ([7, 3, 2, 1], "halaman 1\N{EN DASH}3 dan 7"),
        ([1, 3, 5, 7, 9], "halaman 1, 3, 5, 7 dan 9"),
        ([1, 3, 5, 7, 9, 11, 12, 13], "halaman 1, 3, 5, 7 dan 4 halaman lain"),
    ],
)
def test_pages_in_words(numbers, words):
    assert page_list(numbers) == words


@pytest.mark.parametrize("code", PAGE_REMARKS)
def test_each_is_a_sentence_of_pages_and_of_a_photo(code):
    assert "alaman 2 dan 5" in page_remark(code, [2, 5], photo=False)
    assert "oto ini" in page_remark(code, [1], photo=True)
    assert page_remark(code, [2], photo=False)[0].isupper()


def test_a_photo_is_what_has_no_number_of_pages():
    assert remark_sentences(["blurred"], {"blurred": [1], "width": 800})[0].startswith("Foto ini buram.")
    assert remark_sentences(["blurred"], FACTS)[0].startswith("Halaman 2 dan 5 buram.")


def test_a_remark_belongs_to_its_page_or_to_the_file():
    codes = ["signed", "blurred", "blank"]

    assert [said[:9] for said in remarks_on_page(codes, FACTS, 2)] == ["Halaman 2"]
    assert remarks_on_page(codes, FACTS, 1) == []
    assert [said[:7] for said in remarks_on_file(codes, FACTS)] == ["PDF ini"]
