import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perizinan import papers
from perizinan.papers import text
from tests.perizinan.papers.conftest import LETTER, NOW

pytestmark = pytest.mark.unit


def test_every_character_called_printable_is_printed():
    every = [
        chr(code)
        for first, last in text._PRINTABLE
        for code in range(first, last + 1)
        if text.printable(chr(code)) == chr(code)
    ]
    lines = ["".join(every[i : i + 60]) for i in range(0, len(every), 60)]
    rows = [{"label": "x", "value": line} for line in lines]
    capitals_and_bold = "\n".join(lines)
    assert papers.render("letter", LETTER | {"subject": rows, "position": capitals_and_bold}, now=NOW)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Cafe\u0301", "Café"),
        ("satu\r\ndua\rtiga\u2028empat", "satu\ndua\ntiga\nempat"),
        ("tab\tdi sini", "tab di sini"),
        ("Bu\u202edi\u200b\x00", "Budi"),
        ("Rp150\u00a0ribu\u2009saja", "Rp150\u00a0ribu saja"),
        ("日本 😀", "□□ □"),
    ],
)
def test_printable(typed, printed):
    assert text.printable(typed) == printed


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_makes_a_letter(typed):
    assert papers.render("letter", LETTER | {"conditions": [typed], "signer_name": typed}, now=NOW)
    assert unicodedata.is_normalized("NFC", text.printable(typed))
