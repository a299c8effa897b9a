"""One range of bytes (RFC 9110 section 14). Several at once, or what we do not understand, is answered in full."""

import re
from dataclasses import dataclass

_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)  # Python refuses to read numbers of thousands of digits


class Unsatisfiable(Exception):
    pass


@dataclass(frozen=True)
class Range:
    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def parse_range(header: str, size: int) -> Range | None:
    match = _ONE.fullmatch(header.strip())
    if match is None or match[0].endswith("=-"):
        return None
    first, last = (int(part) if part else None for part in match.groups())
    if first is None:
        assert last is not None
        if last == 0:
            raise Unsatisfiable
        return Range(max(size - last, 0), size - 1)
    if last is not None and last < first:
        return None
    if first >= size:
        raise Unsatisfiable
    return Range(first, min(last, size - 1) if last is not None else size - 1)
