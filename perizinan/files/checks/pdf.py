"""A PDF: whole, unlocked, of a sensible size, and without anything that acts by itself. It is never rewritten."""

import io
import re

import pikepdf

from perizinan.files.checks import pdf_objects
from perizinan.files.checks.attachments import Extractor
from perizinan.files.checks.tails import check_tail, refuse_zip
from perizinan.files.checks.verdict import Refuse, Verdict

MAX_PAGES = 300
MAX_OBJECTS = 100_000
MAX_DEPTH = 3  # a PDF in a PDF in a PDF

_BEFORE = b"\0\t\n\f\r \xef\xbb\xbf"
_OBJECT = re.compile(rb"\d+ \d+ obj\b|\bendobj\b|\bendstream\b")
_MAX_CONTENT = 256 << 20


def check_pdf(data: bytes, *, extractor: Extractor, verdict: Verdict, depth: int = 0) -> None:
    _check_ends(data, verdict)
    with _open(data, verdict) as pdf:
        if pdf.is_encrypted:  # opens without a password, but the owner restricted it
            raise Refuse("encrypted")
        if len(pdf.objects) > MAX_OBJECTS:
            raise Refuse("too-complex")
        pages = _count_pages(pdf)
        seen = pdf_objects.survey(pdf)
        if seen.active:
            raise Refuse("active-content", found=", ".join(sorted(seen.active)))
        _decode_pages(pdf, verdict)
        if depth == 0:
            verdict.facts["pages"] = pages
        if seen.signed:
            verdict.remark("signed")
        for stream in seen.embedded:
            _extract(stream, extractor=extractor, verdict=verdict, depth=depth)


def _check_ends(data: bytes, verdict: Verdict) -> None:
    if not data.lstrip(_BEFORE).startswith(b"%PDF-"):
        raise Refuse("mixed" if b"%PDF-" in data[:4096] else "damaged")
    marker = data.rfind(b"%%EOF")
    tail = data[marker + len(b"%%EOF") :]
    # A linearised or updated file has an earlier %%EOF: objects after the last one mean the end is missing.
    if marker < 0 or _OBJECT.search(tail):
        raise Refuse("cut-off")
    check_tail(tail, verdict=verdict, few_only=True)
    if tail.strip():
        refuse_zip(data)


def _open(data: bytes, verdict: Verdict) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(data), attempt_recovery=False)
    except pikepdf.PasswordError as locked:
        raise Refuse("encrypted") from locked
    except pikepdf.PdfError:
        pass
    try:  # common from phone scanners, and every reader repairs it
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as locked:
        raise Refuse("encrypted") from locked
    except pikepdf.PdfError as broken:
        raise Refuse("damaged") from broken
    verdict.remark("repaired")
    return pdf


def _count_pages(pdf: pikepdf.Pdf) -> int:
    try:
        pages = len(pdf.pages)
    except (pikepdf.PdfError, ValueError, TypeError) as broken:
        raise Refuse("damaged") from broken
    if pages == 0:
        raise Refuse("no-pages")
    if pages > MAX_PAGES:
        raise Refuse("too-many-pages", pages=pages, max_pages=MAX_PAGES)
    return pages


def _decode_pages(pdf: pikepdf.Pdf, verdict: Verdict) -> None:
    """Reads what draws each page; images inside are left to the reader's program."""
    total = 0
    for page in pdf.pages:
        contents = page.obj.get("/Contents")
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        for stream in streams:
            if not isinstance(stream, pikepdf.Stream):
                continue
            try:
                total += len(stream.read_bytes())
            except (pikepdf.PdfError, pikepdf.DataDecodingError):
                verdict.remark("repaired")
            if total > _MAX_CONTENT:
                raise Refuse("too-complex")


def _extract(stream: pikepdf.Stream, *, extractor: Extractor, verdict: Verdict, depth: int) -> None:
    try:
        data = stream.read_bytes()
    except (pikepdf.PdfError, pikepdf.DataDecodingError) as broken:
        raise Refuse("attachment-unreadable") from broken
    extractor.add(data)
    verdict.facts["attachments"] = len(extractor.pieces)
    verdict.remark("attachments")
    if b"%PDF-" in data[:1024]:
        if depth + 1 >= MAX_DEPTH:
            raise Refuse("too-complex")
        _check_inner(data, extractor=extractor, depth=depth + 1)


def _check_inner(data: bytes, *, extractor: Extractor, depth: int) -> None:
    """The scanner does not look into a PDF's attachments, so an attached PDF is opened as well."""
    try:
        check_pdf(data, extractor=extractor, verdict=Verdict(), depth=depth)
    except Refuse as refused:
        if refused.code in {"active-content", "too-complex"}:
            raise
        raise Refuse("attachment-unreadable") from refused
