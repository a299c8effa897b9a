import zlib

import pytest

from perizinan.files.checks.png import check_chunks
from perizinan.files.checks.verdict import Refuse
from tests.perizinan.files import made, made_images, made_pdf

pytestmark = pytest.mark.unit


def code(data):
    try:
        check_chunks(data)
    except Refuse as refused:
        return refused.code
    return ""


@pytest.mark.parametrize(
    ("name", "body", "refused"),
    [
        (b"zTXt", b"a\0\0" + zlib.compress(b"halo"), ""),
        (b"zTXt", b"a\0\0nonsense", ""),
        (b"zTXt", b"a", ""),
        (b"iTXt", b"a\0\0\0id\0b\0halo", ""),
        (b"zTXt", b"a\0\0" + zlib.compress(b"<?php"), "mixed"),
        (b"iTXt", b"a\0\1\0id\0b\0" + zlib.compress(b"<script>"), "mixed"),
        (b"iCCP", b"a\0\0" + made_pdf.zeros(9), "too-complex"),
        (b"acTL", b"\0\0\0\2\0\0\0\0", "animated"),
        (b"acTL", b"\0\0\0\1\0\0\0\0", ""),
    ],
)
def test_notes(name, body, refused):
    assert code(made_images.with_chunk(name, body)) == refused


def test_notes_have_a_limit_together():
    note = made_images.chunk(b"zTXt", b"a\0\0" + made_pdf.zeros(3))
    data = made.photo("PNG")

    assert code(data[:33] + note * 2 + data[33:]) == ""
    assert code(data[:33] + note * 3 + data[33:]) == "too-complex"
