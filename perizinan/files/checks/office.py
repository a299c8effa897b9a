"""A Word or Excel file: a sound zip, of the type it says, in which nothing acts, fetches or hides by itself.

Every part is looked at for what it is, not for what its name or the other parts say of it.
"""

import re
import zipfile
from io import BytesIO

from perizinan.files.checks import office_types as types
from perizinan.files.checks.attachments import Extractor
from perizinan.files.checks.office_content import survey
from perizinan.files.checks.office_links import check_relationship
from perizinan.files.checks.office_xml import Attributes, Malformed, Reader, looks_like_xml
from perizinan.files.checks.office_zip import Budget, Package, open_package
from perizinan.files.checks.pdf import check_pdf
from perizinan.files.checks.verdict import Refuse, Verdict
from perizinan.files.kinds import by_word

MAX_DEPTH = 3  # a workbook in a chart in a letter
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_LOCKED = ["EncryptedPackage".encode("utf-16-le"), "DRMEncrypted".encode("utf-16-le")]
_MACRO_PARTS = re.compile(r"(^|/)(vba(project|data)[^/]*\.(bin|xml)|macrosheets/|dialogsheets/)|\.mso$")
_CONTROL_PARTS = re.compile(r"(^|/)(activex|customui)/")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"L\0\0\0\x01\x14\x02\0", b"MSCF")
_FOREIGN = (b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"{\\rtf", b"ITSF", b"%!PS", b"ActiveMime")
_PROGRAM_NAMES = re.compile(
    r"\.(exe|com|scr|pif|bat|cmd|ps1|vb[es]?|jse?|ws[fh]|hta|lnk|url|msi|dll|cpl|reg|jar|chm|swf|sct|html?|mht(ml)?|rtf"
    r"|docm|dotm|xls[mb]?|xla|xlam|doc|dot|iqy|slk|settingcontent-ms|library-ms)$"
)  # fmt: skip


def is_wanted(accept: list[str]) -> bool:
    return any(kind.is_office for kind in map(by_word, accept) if kind)


def decide_office(data: bytes, *, accept: list[str]) -> str | None:
    """The media type where office files are wanted and this is a zip or an old office file; None: look elsewhere."""
    if data.startswith(OLE):
        if any(mark in data for mark in _LOCKED):
            raise Refuse("encrypted-office")
        raise Refuse("wrong-type", accepted=accept)
    if not data.startswith(b"PK\x03\x04") and not zipfile.is_zipfile(BytesIO(data)):
        return None
    main = types.main_type(open_package(data, Budget()))
    if types.has_macros(main):
        raise Refuse("macros")
    kind = types.kind_of(main)
    if kind is None:
        raise Refuse("wrong-type", accepted=accept)
    return kind.media_type


def check_office(
    data: bytes, *, extractor: Extractor, verdict: Verdict, depth: int = 0, budget: Budget | None = None
) -> None:
    package = open_package(data, budget or Budget())
    _check_names(package)
    said = types.check_types(package)
    for part in sorted(package.entries, key=lambda name: not name.endswith(".rels")):
        _check_part(package, part, said.of(part), extractor, verdict, depth)


def _check_names(package: Package) -> None:
    for part in package.entries:
        if _MACRO_PARTS.search(part):
            raise Refuse("macros")
        if _CONTROL_PARTS.search(part):
            raise Refuse("office-active")


def _check_part(package: Package, part: str, said: str, extractor: Extractor, verdict: Verdict, depth: int) -> None:
    data = package.read(part)
    if not data:
        return
    if part.endswith(".rels"):
        _check_relationships(part, data)
    elif data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _check_inner(data, extractor, verdict, depth, package.budget)
    elif data.startswith(b"%PDF-"):  # a picture, as Word on a Mac keeps it
        extractor.add(data)
        _check_picture(data, extractor)
    elif data.startswith((OLE, *_PROGRAMS, *_FOREIGN)) or _PROGRAM_NAMES.search(part):
        extractor.add(data)
        raise Refuse("office-embedded")
    elif looks_like_xml(data) or _must_be_xml(part, said):
        _check_xml(part, data, said)


def _check_relationships(part: str, data: bytes) -> None:
    def look(name: str, said: Attributes) -> None:
        if name == "Relationship":
            check_relationship(part, said)

    try:
        Reader(look, lambda *_: None, frozenset()).read(data)
    except Malformed as broken:
        raise Refuse("damaged") from broken


def _must_be_xml(part: str, said: str) -> bool:
    return part.endswith((".xml", ".svg")) or said.endswith(("+xml", "/xml"))


def _check_xml(part: str, data: bytes, said: str) -> None:
    try:
        survey(data, document_type=_document_type(part, said))
    except Malformed as broken:
        if _must_be_xml(part, said):
            raise Refuse("damaged") from broken
        _check_loose(data)


def _document_type(part: str, said: str) -> str:
    """Drawing programs name it, and so does Excel on a Mac for the settings of its printer."""
    return "svg" if part.endswith(".svg") or said == "image/svg+xml" else "plist" if "printersettings" in part else ""


def _check_loose(data: bytes) -> None:
    """Notes in Excel's VML hold HTML that was never closed; what matters is looked for without reading it."""
    text = data.replace(b"\0", b"").lower()
    if b"<!doctype" in text or b"<!entity" in text:
        raise Refuse("office-too-complex")
    if re.search(rb"(src|href)\s*=\s*[\"']?\s*(https?:|ftp:|file:|smb:|\\\\|//)", text):
        raise Refuse("loads-outside")


def _check_inner(data: bytes, extractor: Extractor, verdict: Verdict, depth: int, budget: Budget) -> None:
    extractor.add(data)
    if depth + 1 >= MAX_DEPTH:
        raise Refuse("office-too-complex")
    try:
        main = types.main_type(open_package(data, budget))
    except Refuse as refused:
        raise Refuse("office-embedded") from refused
    if types.has_macros(main):
        raise Refuse("macros")
    if not types.may_be_inside(main):
        raise Refuse("office-embedded")
    check_office(data, extractor=extractor, verdict=verdict, depth=depth + 1, budget=budget)


def _check_picture(data: bytes, extractor: Extractor) -> None:
    try:
        check_pdf(data, extractor=extractor, verdict=Verdict(), depth=1)
    except Refuse as refused:
        raise Refuse("office-embedded") from refused
