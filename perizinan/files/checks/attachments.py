"""Files inside a document: laid one after another into a file without a name, for the scanner to read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO

from perizinan.files.checks.verdict import Refuse

MAX_PIECES = 100
MAX_BYTES = 64 << 20


@dataclass
class Extractor:
    target: IO[bytes]
    look_into: Callable[[bytes, str, "Extractor"], None] | None = None  # what is no PDF, by content and name
    pieces: list[tuple[int, int]] = field(default_factory=list)  # (offset, length)

    def add(self, data: bytes) -> None:
        offset = sum(self.pieces[-1]) if self.pieces else 0
        if len(self.pieces) >= MAX_PIECES or offset + len(data) > MAX_BYTES:
            raise Refuse("too-complex")
        self.target.write(data)
        self.pieces.append((offset, len(data)))

    def look_at(self, data: bytes, name: str) -> None:
        if self.look_into is None:
            raise Refuse("attachment-unreadable")
        self.look_into(data, name, self)
