"""Files inside a document: laid one after another into a file without a name, for the scanner to read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO

from perizinan.files.checks.foreign import is_program
from perizinan.files.checks.verdict import Refuse

MAX_PIECES = 100
MAX_BYTES = 64 << 20
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass
class Extractor:
    target: IO[bytes]
    look_into_office: Callable[[bytes, "Extractor"], None] | None = None
    pieces: list[tuple[int, int]] = field(default_factory=list)  # (offset, length)

    def add(self, data: bytes) -> None:
        offset = sum(self.pieces[-1]) if self.pieces else 0
        if len(self.pieces) >= MAX_PIECES or offset + len(data) > MAX_BYTES:
            raise Refuse("too-complex")
        self.target.write(data)
        self.pieces.append((offset, len(data)))

    def look_at(self, data: bytes, name: str) -> None:
        """An attachment that is no PDF: data may travel along, programs may not."""
        if is_program(data, name):
            raise Refuse("attachment-program")
        if data.startswith(_OLD_OFFICE):  # may carry macros that nobody here can read
            raise Refuse("attachment-unreadable")
        if data.startswith(_ZIP) and b"[Content_Types].xml" in data and self.look_into_office:
            try:
                self.look_into_office(data, self)
            except Refuse as refused:
                code = "attachment-program" if refused.code == "macros" else "attachment-unreadable"
                raise Refuse(code) from refused
