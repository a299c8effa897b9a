from itertools import combinations

import pytest
from django.utils.translation import override

from applications.catalogue import formats, pages
from tests.applications.catalogue import made

pytestmark = pytest.mark.unit

ALL = ("pdf", "image", "docx", "xlsx")


@pytest.mark.parametrize(
    ("accept", "said", "hint"),
    [
        (("pdf",), "PDF", "Hanya PDF."),
        (("image",), "Foto", "Hanya foto."),
        (("docx",), "Word", "Hanya Word."),
        (("xlsx",), "Excel", "Hanya Excel."),
        (("pdf", "image"), "Foto atau PDF", ""),
        (("pdf", "docx"), "PDF atau Word", "Hanya PDF atau Word."),
        (("image", "docx"), "Foto atau Word", "Hanya foto atau Word."),
        (("xlsx", "docx"), "Word atau Excel", "Hanya Word atau Excel."),
        (("xlsx", "pdf"), "PDF atau Excel", "Hanya PDF atau Excel."),
        (("image", "xlsx"), "Foto atau Excel", "Hanya foto atau Excel."),
        (("pdf", "image", "docx"), "Foto, PDF atau Word", "Foto, PDF atau Word."),
        (("pdf", "docx", "xlsx"), "PDF, Word atau Excel", "Hanya PDF, Word atau Excel."),
        (ALL, "Foto, PDF, Word atau Excel", "Foto, PDF, Word atau Excel."),
    ],
)
def test_formats_in_words(accept, said, hint):
    assert formats.words(accept) == said
    assert formats.unusual(accept) == hint


def test_every_combination_has_words_in_both_languages():
    for language in ("id", "en"):
        with override(language):
            for accept in (some for size in range(1, 5) for some in combinations(ALL, size)):
                assert formats.words(accept).count(",") == max(len(accept) - 2, 0)
                assert ("Word" in formats.words(accept)) == ("docx" in accept)


def test_a_checklist_says_that_word_is_taken():
    spec = made.spec(requirements=[{"key": "a", "name": "A", "accept": ["docx", "pdf"]}])

    assert [item.hint for item in pages.items(spec)] == ["Hanya PDF atau Word."]
