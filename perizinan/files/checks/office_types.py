"""What a package says it is: its content types, and the part that its first relationship names."""

from collections.abc import Callable
from dataclasses import dataclass, field
from posixpath import basename, normpath

from perizinan.files.checks.office_xml import Attributes, Malformed, Reader
from perizinan.files.checks.office_zip import Package
from perizinan.files.checks.verdict import Refuse
from perizinan.files.kinds import DOCX, XLSX, Kind

_TYPES = "[content_types].xml"
_RELATIONSHIPS = "_rels/.rels"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_MAIN = {f"{_OFFICE}wordprocessingml.document.main+xml": DOCX, f"{_OFFICE}spreadsheetml.sheet.main+xml": XLSX}
_SLIDES = {f"{_OFFICE}presentationml.presentation.main+xml", f"{_OFFICE}presentationml.slide+xml"}
_MACROS = ("macroenabled", "vbaproject", "vbadata", "macrosheet", "dialogsheet", "ms-word.keymapcustomizations")
_CONTROLS = ("activex", "ms-office.customui")


@dataclass
class Said:
    defaults: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, str] = field(default_factory=dict)

    def of(self, part: str) -> str:
        return self.overrides.get(part, self.defaults.get(basename(part).rpartition(".")[2], ""))

    def add(self, name: str, said: Attributes) -> None:
        known, key = {
            "Override": (self.overrides, said.get("PartName", "").lower().lstrip("/")),
            "Default": (self.defaults, said.get("Extension", "").lower()),
        }.get(name, ({}, ""))
        content_type = said.get("ContentType", "").strip().lower()
        if known.setdefault(key, content_type) != content_type:  # one program believes the first, another the last
            raise Refuse("damaged")


def main_type(package: Package) -> str:
    """The content type of the main part; "" for a zip that is no office file."""
    if not {_TYPES, _RELATIONSHIPS} <= package.entries.keys():
        return ""
    said = content_types(package)
    mains = _main_parts(package)
    return said.of(mains.pop()) if len(mains) == 1 else ""


def kind_of(content_type: str) -> Kind | None:
    return _MAIN.get(content_type)


def has_macros(content_type: str) -> bool:
    return "macroenabled" in content_type


def may_be_inside(content_type: str) -> bool:
    return content_type in _MAIN or content_type in _SLIDES


def content_types(package: Package) -> Said:
    said = Said()
    _read(package, _TYPES, said.add)
    return said


def check_types(package: Package) -> Said:
    said = content_types(package)
    named = {*said.overrides.values(), *(said.of(part) for part in package.entries)}
    if any(word in content_type for content_type in named for word in _MACROS):
        raise Refuse("macros")
    if any(word in content_type for content_type in named for word in _CONTROLS):
        raise Refuse("office-active")
    return said


def _main_parts(package: Package) -> set[str]:
    found: set[str] = set()

    def add(name: str, said: Attributes) -> None:
        if name == "Relationship" and said.get("Type", "").endswith("/officeDocument"):
            found.add(normpath("/" + said.get("Target", "").lower()).lstrip("/"))

    _read(package, _RELATIONSHIPS, add)
    return found & package.entries.keys() if len(found) == 1 else set()


def _read(package: Package, part: str, add: Callable[[str, Attributes], None]) -> None:
    try:
        Reader(add, lambda *_: None, frozenset()).read(package.read(part))
    except Malformed as broken:
        raise Refuse("damaged") from broken
