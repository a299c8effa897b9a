"""XML by expat with everything refused that can grow: no document type, no entity, no endless nesting.

What defusedxml would do, without a dependency: expat calls us before it declares anything.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NoReturn
from xml.parsers import expat

from perizinan.files.checks.verdict import Refuse

MAX_DEPTH = 256
MAX_ATTRIBUTES = 256
MAX_ATTRIBUTE = 4 << 20  # old drawings keep a whole picture in one
_BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_BYTE_ORDER = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")

_WORD = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
}

Attributes = dict[str, str]


class Malformed(Exception):
    """Not XML, or not well formed."""


@dataclass
class Reader:
    """Local names, whatever prefix or edition of the standard. Text is kept only of elements in `texts`."""

    start: Callable[[str, Attributes], None]
    end: Callable[[str, str], None]
    texts: frozenset[str]
    silent: frozenset[str] = frozenset()  # elements by the million that nobody needs to hear of
    only_word: frozenset[str] = frozenset()  # elements that count in Word's own namespace alone
    document_type: str = ""  # one that may be named, though never extended: "svg", "plist"
    _depth: int = 0
    _parts: list[list[str]] = field(default_factory=list)
    _parser: Any = field(default=None)

    def read(self, data: bytes) -> None:
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._document_type
        parser.EntityDeclHandler = _grows
        parser.UnparsedEntityDeclHandler = _grows
        parser.ExternalEntityRefHandler = _grows
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError) as broken:
            raise Malformed from broken

    def _start(self, name: str, flat: list[str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH or len(flat) > 2 * MAX_ATTRIBUTES:
            raise Refuse("office-too-complex")
        if flat and len(max(flat, key=len)) > MAX_ATTRIBUTE:
            raise Refuse("office-too-complex")
        space, _, local = name.rpartition(" ")
        if local in self.silent or self._is_stranger(space, local):
            return
        if local in self.texts:
            self._parts.append([])
            self._parser.CharacterDataHandler = self._parts[-1].append
        self.start(local, _attributes(space, flat))

    def _end(self, name: str) -> None:
        self._depth -= 1
        space, _, local = name.rpartition(" ")
        if local in self.texts and not self._is_stranger(space, local):
            text = "".join(self._parts.pop())
            self._parser.CharacterDataHandler = self._parts[-1].append if self._parts else None
            self.end(local, text)

    def _is_stranger(self, space: str, local: str) -> bool:
        """An element that Word skips must not cut a field of Word in two."""
        return local in self.only_word and space not in _WORD

    def _document_type(self, name: str, _system: str | None, _public: str | None, has_subset: bool) -> None:
        if has_subset or not self.document_type or name.rpartition(":")[2] != self.document_type:
            raise Refuse("office-too-complex")


def _attributes(space: str, flat: list[str]) -> Attributes:
    """By local name; one of a foreign namespace does not stand in for the element's own."""
    own: Attributes = {}
    foreign: Attributes = {}
    for key, value in zip(flat[::2], flat[1::2], strict=True):
        there, _, local = key.rpartition(" ")
        if there and there != space:
            foreign[local] = value
        elif own.setdefault(local, value) is not value:
            raise Refuse("damaged")
    return foreign | own


def _grows(*_: Any) -> NoReturn:
    raise Refuse("office-too-complex")


def looks_like_xml(data: bytes) -> bool:
    return _BEGIN.match(data) is not None or data.startswith(_BYTE_ORDER)
