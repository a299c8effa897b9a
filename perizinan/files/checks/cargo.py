"""What a PDF may carry besides PDFs: pictures, office files and plain data. Anything else is refused unread."""

import re
from xml.parsers import expat

from perizinan.files.checks.attachments import Extractor
from perizinan.files.checks.foreign import has_script, is_program, opens_as_zip
from perizinan.files.checks.images import check_image
from perizinan.files.checks.kind import kind_by_first_bytes
from perizinan.files.checks.office import check_office, decide_office
from perizinan.files.checks.verdict import Refuse, Verdict
from perizinan.files.kinds import KINDS

_ENDINGS = {ending for kind in KINDS for ending in kind.endings} | {".xml", ".xsd", ".csv", ".tsv", ".txt", ".json"}
_ENDING = re.compile(r"\.\w*[a-z]\w*$")  # "Lampiran 1.2" has none
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_NO_TEXT = re.compile(r"[\0-\x08\x0b\x0e-\x1f\x7f]")
# Text by its letters, but programs that open it do what it says: rich text, PostScript, SYLK.
_ACTS = re.compile(r"\s*(?:\{\\rt|%!|ID;P[A-Z0-9]{0,8}(?:;[A-Z]\w*)*\s*\n|#!)", re.IGNORECASE)
_STARTS_A_PROGRAM = re.compile(
    r"(?:^|[,;\t\"'])\s*[=+\-@][^,;\t\n]{0,200}\|[^\n]{0,200}!", re.MULTILINE
)  # DDE of a sheet
_PAGES = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xsl/transform")


def look_at(data: bytes, name: str, extractor: Extractor) -> None:
    if is_program(data, name):
        raise Refuse("attachment-program")
    ending = _ENDING.search(name.strip().lower())
    if ending and ending[0] not in _ENDINGS:
        raise Refuse("attachment-unreadable")
    try:
        _check(data, extractor)
    except Refuse as refused:
        code = "attachment-program" if refused.code in {"macros", "attachment-program"} else "attachment-unreadable"
        raise Refuse(code) from refused


def _check(data: bytes, extractor: Extractor) -> None:
    kind = kind_by_first_bytes(data)
    if kind is not None and kind.is_image:
        check_image(data, kind=kind, verdict=Verdict())
    elif opens_as_zip(data):  # wherever it begins
        decide_office(data, accept=["docx", "xlsx"])
        check_office(data, extractor=extractor, verdict=Verdict(), depth=1)
    elif data:
        _check_text(data)


def _check_text(data: bytes) -> None:
    text = _decoded(data)
    if has_script(text.encode()) or _STARTS_A_PROGRAM.search(text):
        raise Refuse("attachment-program")
    if _NO_TEXT.search(text) or _ACTS.match(text) or "%PDF-" in text:
        raise Refuse("attachment-unreadable")
    if text.lstrip().startswith("<"):
        _check_xml(text)


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith(_UTF_16) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refuse("attachment-unreadable")


def _check_xml(text: str) -> None:
    def refuse(*_: object) -> None:
        raise Refuse("attachment-unreadable")

    def look(name: str, *_: object) -> None:
        if name.lower().startswith(_PAGES):
            raise Refuse("attachment-program")

    def instructed(target: str, _: str) -> None:
        if target.lower() == "xml-stylesheet":
            refuse()

    reader = expat.ParserCreate("utf-8", namespace_separator=" ")
    reader.StartElementHandler = look
    reader.StartDoctypeDeclHandler = reader.EntityDeclHandler = refuse
    reader.ProcessingInstructionHandler = instructed
    try:
        reader.Parse(text.lstrip().encode(), True)
    except expat.ExpatError as broken:
        raise Refuse("attachment-unreadable") from broken
