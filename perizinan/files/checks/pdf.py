"""A PDF: whole, unlocked, of a sensible size, and without anything that acts by itself. It is never rewritten."""

import io
import re

import pikepdf

from perizinan.files.checks.attachments import Extractor
from perizinan.files.checks.foreign import is_program_name
from perizinan.files.checks.pdf_ends import check_ends
from perizinan.files.checks.pdf_objects import Seen, survey
from perizinan.files.checks.pdf_streams import check_streams
from perizinan.files.checks.verdict import Refuse, Verdict

MAX_PAGES = 300
MAX_OBJECTS = 100_000
MAX_DEPTH = 3  # a PDF in a PDF in a PDF

_ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
# What qpdf says of files that every reader shows as they are, and of those whose end is gone.
_HARMLESS = re.compile("Resources is missing|MediaBox is undefined|invalid /ID|output may still be valid")
_LOST = re.compile("unable to recover stream data|unable to find trailer dictionary")
_ACTIVE_TEXT = re.compile(rb"/(?:JavaScript|RichMedia|Launch)\b")


class _Unsound(Exception):
    """qpdf went on without an object that other readers may find."""


def check_pdf(data: bytes, *, extractor: Extractor, verdict: Verdict, depth: int = 0) -> None:
    marked = check_ends(data, verdict)
    try:
        with _open(data, repair=False) as pdf:
            embedded = _check(pdf, verdict=verdict, depth=depth)
            _demand_sound(pdf)
            _extract_all(embedded, extractor=extractor, verdict=verdict, depth=depth)
            return
    except (pikepdf.PdfError, _Unsound) as broken:
        if not marked:
            raise Refuse("cut-off") from broken
    verdict.remark("repaired")  # common from phone scanners, and every reader repairs it
    _refuse_active_text(data)
    try:
        with _open(data, repair=True) as pdf:
            embedded = _check(pdf, verdict=verdict, depth=depth)
            _refuse_missing_parts(pdf)
            _extract_all(embedded, extractor=extractor, verdict=verdict, depth=depth)
    except pikepdf.PdfError as broken:
        raise Refuse("damaged") from broken


def _open(data: bytes, *, repair: bool) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(data), attempt_recovery=repair)
    except pikepdf.PasswordError as locked:
        raise Refuse("encrypted") from locked
    except pikepdf.PdfError as broken:
        if "encrypt" in str(broken).lower():  # locked in a way that qpdf does not know
            raise Refuse("encrypted") from broken
        raise


def _check(pdf: pikepdf.Pdf, *, verdict: Verdict, depth: int) -> list[tuple[str, pikepdf.Object]]:
    """What it carries, by name."""
    if pdf.is_encrypted:  # opens without a password, but the owner restricted it
        raise Refuse("encrypted")
    if len(pdf.objects) > MAX_OBJECTS:
        raise Refuse("too-complex")
    pages = _count_pages(pdf)
    seen = survey(pdf)
    if seen.active:
        raise Refuse("active-content", found=", ".join(sorted(seen.active)))
    _check_unpacking(pdf, seen, verdict)
    if any(map(is_program_name, seen.names)):  # whatever it contains: a script may stand in a PDF
        raise Refuse("attachment-program")
    if depth == 0:
        verdict.facts["pages"] = pages
    if seen.signed:
        verdict.remark("signed")
    return seen.embedded


def _demand_sound(pdf: pikepdf.Pdf) -> None:
    if any(not _HARMLESS.search(warning) for warning in pdf.get_warnings()):
        raise _Unsound


def _refuse_active_text(data: bytes) -> None:
    """Each reader repairs a broken file in its own way, so what acts must not stand in it anywhere."""
    plain = _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), data)
    if found := _ACTIVE_TEXT.search(plain):
        raise Refuse("active-content", found=found[0].decode())


def _refuse_missing_parts(pdf: pikepdf.Pdf) -> None:
    if any(_LOST.search(warning) for warning in pdf.get_warnings()):
        raise Refuse("cut-off")
    tree = pdf.Root.get("/Pages")
    promised = tree.get("/Count") if isinstance(tree, pikepdf.Dictionary) else None
    if isinstance(promised, int) and promised > _count_pages(pdf):
        raise Refuse("cut-off")


def _count_pages(pdf: pikepdf.Pdf) -> int:
    try:
        pages = len(pdf.pages)
    except (ValueError, TypeError) as broken:
        raise Refuse("damaged") from broken
    if pages == 0:
        raise Refuse("no-pages")
    if pages > MAX_PAGES:
        raise Refuse("too-many-pages", pages=pages, max_pages=MAX_PAGES)
    return pages


def _check_unpacking(pdf: pikepdf.Pdf, seen: Seen, verdict: Verdict) -> None:
    broken = check_streams(seen.streams)
    if not broken:
        return
    for page in pdf.pages:
        contents = page.obj.get("/Contents")
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        if any(isinstance(part, pikepdf.Stream) and part.objgen in broken for part in parts):
            verdict.remark("repaired")
            return


def _extract_all(
    embedded: list[tuple[str, pikepdf.Object]], *, extractor: Extractor, verdict: Verdict, depth: int
) -> None:
    for name, stream in embedded:
        _extract(name, stream, extractor=extractor, verdict=verdict, depth=depth)


def _extract(name: str, stream: pikepdf.Object, *, extractor: Extractor, verdict: Verdict, depth: int) -> None:
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
    else:
        extractor.look_at(data, name)


def _check_inner(data: bytes, *, extractor: Extractor, depth: int) -> None:
    """The scanner does not look into a PDF's attachments, so an attached PDF is opened as well."""
    try:
        check_pdf(data, extractor=extractor, verdict=Verdict(), depth=depth)
    except Refuse as refused:
        if refused.code in {"active-content", "too-complex", "attachment-program"}:
            raise
        raise Refuse("attachment-unreadable") from refused
