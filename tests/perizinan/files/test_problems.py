import ast
from pathlib import Path

import pytest

from perizinan import files
from perizinan.files.problems import (
    PROBLEMS,
    REMARKS,
    TROUBLES,
    accepted_words,
    problem_sentence,
    remark_sentences,
    waiting_sentence,
)

pytestmark = pytest.mark.unit

SLICE = Path(files.__file__).parent


def called_with(*names):
    """The first text each function of these names is called with, anywhere in the slice."""
    for path in SLICE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in names:
                yield node.args[0].value


def test_every_problem_has_its_words():
    used = set(called_with("Refuse", "_refused"))

    assert used
    assert used <= set(PROBLEMS)


def test_every_remark_has_its_words():
    used = set(called_with("remark"))

    assert used
    assert used <= set(REMARKS)


def test_every_trouble_has_its_words():
    used = set(called_with("NotScanned"))

    assert used
    assert used <= set(TROUBLES)


def test_sentences_say_what_and_how_to_mend():
    assert problem_sentence("encrypted", {}) == "PDF ini dikunci. Simpan ulang tanpa kata sandi."
    assert (
        problem_sentence("mismatch", {"ending": ".pdf", "found": "jpg"})
        == "Nama berkas ini berakhiran .pdf, tetapi isinya foto JPG. "
        "Simpan ulang dengan jenis yang benar, lalu unggah lagi."
    )
    assert problem_sentence("too-many-pages", {"pages": 301, "max_pages": 300}).startswith("PDF ini 301 halaman")
    assert remark_sentences(["attachments"], {"attachments": 2})[0].startswith("PDF ini membawa 2 lampiran.")


def test_a_percent_sign_in_a_name_does_no_harm():
    assert "100%.x" in problem_sentence("wrong-ending", {"ending": ".100%.x", "accepted": ["pdf"]})


def test_waiting_says_why():
    assert waiting_sentence("") == "Sedang diperiksa."
    assert "Pemeriksa virus sedang tidak menjawab" in waiting_sentence("clamd-away")
    assert waiting_sentence("unheard of") == "Sedang diperiksa."


def test_accepted_kinds_in_words():
    assert accepted_words(["pdf"]) == "PDF"
    assert accepted_words(["pdf", "jpg", "png"]) == "PDF atau foto JPG, PNG"
    assert accepted_words(["jpg"]) == "foto JPG"
