import io

import pikepdf
import pytest

from perizinan.files.checks import pdf as pdf_checks
from perizinan.files.checks import pdf_streams
from perizinan.files.checks.attachments import MAX_PIECES, Extractor
from perizinan.files.checks.cargo import look_at
from perizinan.files.checks.pdf import MAX_PAGES, check_pdf
from perizinan.files.checks.verdict import Refuse, Verdict
from tests.perizinan.files import made

pytestmark = pytest.mark.unit

GENERATE = pikepdf.ObjectStreamMode.generate


def examine(data):
    """(problem or "", verdict, extracted pieces)"""
    target = io.BytesIO()
    verdict, extractor = Verdict(), Extractor(target, look_into=look_at)
    try:
        check_pdf(data, extractor=extractor, verdict=verdict)
    except Refuse as refused:
        verdict.problem = refused.code
        verdict.facts |= refused.facts
    whole = target.getvalue()
    return verdict.problem, verdict, [whole[at : at + length] for at, length in extractor.pieces]


def two_attachments(document):
    for number in range(2):
        made.attached(b"lampiran %d" % number, f"{number}.txt")(document)


def too_many_attachments(document):
    for number in range(MAX_PIECES + 1):
        made.attached(b"x", f"{number}.txt")(document)


PLAIN = made.pdf()
REFUSED = {
    "user password": (made.pdf(encryption=pikepdf.Encryption(user="u", owner="o")), "encrypted"),
    "owner password only": (made.pdf(encryption=pikepdf.Encryption(user="", owner="o")), "encrypted"),
    "cut off at the end": (PLAIN[:-60], "cut-off"),
    "cut off in the middle": (made.pdf(pages=9)[:900], "cut-off"),
    "linearised, cut off": (made.pdf(pages=9, linearize=True)[:-200], "cut-off"),
    "only a header": (b"%PDF-1.7\n", "cut-off"),
    "header and end, nothing between": (b"%PDF-1.7\n%%EOF\n", "damaged"),
    "noise between header and end": (b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"\n%%EOF\n", "damaged"),
    "other file in front": (b"<html><script>1</script></html>\n" + PLAIN, "mixed"),
    "zip behind": (PLAIN + made.zipped(), "mixed"),
    "page of HTML behind": (PLAIN + b"<script>alert(1)</script>", "mixed"),
    "long noise behind": (PLAIN + b"x" * 2000, "mixed"),
    "no pages": (made.pdf(pages=0), "no-pages"),
    "too many pages": (made.pdf(pages=MAX_PAGES + 1), "too-many-pages"),
    "pages in a loop": (made.pdf(made.loop_of_pages), "damaged"),
    "javascript": (made.pdf(made.opens_with(made.javascript)), "active-content"),
    "javascript, escaped name": (made.escaped_javascript(), "active-content"),
    "javascript, object stream": (made.pdf(made.indirect_javascript, object_stream_mode=GENERATE), "active-content"),
    "javascript, chained": (made.pdf(made.nested_javascript), "active-content"),
    "javascript, name tree": (made.pdf(made.named_javascript), "active-content"),
    "launch": (made.pdf(made.opens_with(made.launch)), "active-content"),
    "xfa form": (made.pdf(made.xfa_form), "active-content"),
    "javascript in an attached pdf": (
        made.pdf(made.attached(made.pdf(made.opens_with(made.javascript)))),
        "active-content",
    ),
    "locked pdf attached": (
        made.pdf(made.attached(made.pdf(encryption=pikepdf.Encryption(user="u", owner="o")))),
        "attachment-unreadable",
    ),
    "pdf in pdf in pdf in pdf": (made.matryoshka(3, PLAIN), "too-complex"),
    "too many attachments": (made.pdf(too_many_attachments), "too-complex"),
}


@pytest.mark.parametrize(("data", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(data, problem):
    assert examine(data)[0] == problem


ACCEPTED = {
    "plain": (PLAIN, []),
    "three pages": (made.pdf(pages=3), []),
    "linearised": (made.pdf(pages=3, linearize=True), []),
    "object streams": (made.pdf(object_stream_mode=GENERATE), []),
    "blank lines in front": (b"\r\n\r\n" + PLAIN, []),
    "byte order mark in front": (b"\xef\xbb\xbf" + PLAIN, []),
    "zeros behind": (PLAIN + bytes(500), []),
    "many zeros behind": (PLAIN + bytes(4096), ["repaired"]),
    "a short word behind": (PLAIN + b"printed by contoh", ["extra-data"]),
    "wrong offset": (made.broken_xref(PLAIN), ["repaired"]),
    "plain form": (made.pdf(made.plain_form), []),
    "two attachments": (made.pdf(two_attachments), ["attachments"]),
    "pdf in pdf": (made.matryoshka(2, b"inti"), ["attachments"]),
}


@pytest.mark.parametrize(("data", "remarks"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_accepted(data, remarks):
    problem, verdict, _ = examine(data)

    assert problem == ""
    assert verdict.remarks == remarks


def test_pages_are_counted():
    assert examine(made.pdf(pages=3))[1].facts["pages"] == 3


def test_too_many_pages_says_how_many():
    assert examine(made.pdf(pages=MAX_PAGES + 1))[1].facts == {"pages": MAX_PAGES + 1, "max_pages": MAX_PAGES}


@pytest.mark.parametrize(
    "change", [made.attached(b"isi lampiran"), made.annotated(b"isi lampiran")], ids=["listed", "on a page"]
)
def test_attachments_are_extracted(change):
    assert examine(made.pdf(change))[2] == [b"isi lampiran"]


def test_attachments_of_attachments_are_extracted():
    inner = made.pdf(made.attached(b"inti"))

    assert examine(made.pdf(made.attached(inner)))[2] == [inner, b"inti"]


def test_pages_that_unpack_to_too_much_are_refused(monkeypatch):
    monkeypatch.setattr(pdf_streams, "MAX_UNPACKED", 1000)

    assert examine(made.pdf(pages=3))[0] == "too-complex"


def test_too_many_objects_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr(pdf_checks, "MAX_OBJECTS", 3)

    assert examine(made.pdf(pages=3))[0] == "too-complex"
