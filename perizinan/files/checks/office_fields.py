"""Field codes of Word, which may be cut into any number of runs and stand inside each other."""

import re
from dataclasses import dataclass, field

from perizinan.files.checks.office_links import is_harmless
from perizinan.files.checks.verdict import Refuse

MAX_FIELDS_DEEP = 64
_FETCHES = {"INCLUDETEXT", "INCLUDE", "LINK", "IMPORT", "DATABASE", "RD", "EMBEDWEB"}
_PICTURE = re.compile(r"\s*INCLUDEPICTURE\s+(?:\"([^\"]*)\"|(\S+))", re.IGNORECASE)
_HYPERLINK = re.compile(r"\s*HYPERLINK\s+(?!\\[a-z]\s)(?:\"([^\"]*)\"|(\S+))", re.IGNORECASE)
_DDE = re.compile(r"\bDDEAUTO\b|^\W*DDE\b", re.IGNORECASE)


@dataclass
class _Field:
    parts: list[str] = field(default_factory=list)
    in_result: bool = False
    named_by_field: bool = False

    @property
    def code(self) -> str:
        return "".join(self.parts)


@dataclass
class Fields:
    open: list[_Field] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)

    def mark(self, kind: str) -> None:
        """`begin`, `separate` or `end`."""
        if kind == "begin":
            self._begin()
        elif self.open and kind in {"separate", "end"}:
            _check(self.open[-1])
            self.open[-1].in_result = True
            if kind == "end":
                self.open.pop()

    def add(self, text: str) -> None:
        self.loose.append(text)
        if self.open:  # behind its result as well, where no honest program writes any
            self.open[-1].parts.append(text)

    def finish(self) -> None:
        for left in self.open:
            _check(left)
        if re.search(r"\bDDEAUTO\b", "".join(self.loose), re.IGNORECASE):
            raise Refuse("dde")

    def _begin(self) -> None:
        if self.open and not self.open[-1].in_result and not self.open[-1].code.strip():
            self.open[-1].named_by_field = True
        self.open.append(_Field())
        if len(self.open) > MAX_FIELDS_DEEP:
            raise Refuse("office-too-complex")


def _check(seen: _Field) -> None:
    if seen.named_by_field:  # what it does is spelled by another field: nobody honest writes so
        raise Refuse("dde")
    check_code(seen.code)


def check_code(code: str) -> None:
    if _DDE.search(code):
        raise Refuse("dde")
    word = (code.split() or [""])[0].strip("\"'").upper()
    if word in _FETCHES:
        raise Refuse("loads-outside")
    if (picture := _PICTURE.match(code)) and not _in_this_file(picture.group(1) or picture.group(2) or ""):
        raise Refuse("loads-outside")
    if link := _HYPERLINK.match(code):
        target = (link.group(1) or link.group(2) or "").replace("\\\\", "\\")
        if not is_harmless(target):
            raise Refuse("unsafe-link")


def _in_this_file(target: str) -> bool:
    return target.lower().startswith("cid:")
