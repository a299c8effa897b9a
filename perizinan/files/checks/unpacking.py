"""How large a packed stream is, found without holding what comes out of it."""

import zlib

from perizinan.files.checks.verdict import Refuse

_STEP = 1 << 18


class Damaged(Exception):
    """What was packed does not come out whole."""


def inflated_size(raw: bytes | memoryview, *, limit: int) -> int:
    """Raises Refuse past the limit. A thousandth of a bomb is enough to know it."""
    machine = zlib.decompressobj()
    size, rest = 0, raw
    while True:
        try:
            part = machine.decompress(rest, _STEP)
        except zlib.error as broken:
            raise Damaged from broken
        size += len(part)
        if size > limit:
            raise Refuse("too-complex")
        rest = machine.unconsumed_tail
        if machine.eof or (not rest and len(part) < _STEP):
            return size


def inflated(raw: bytes, *, limit: int) -> bytes:
    """For small things that must be looked at."""
    machine = zlib.decompressobj()
    try:
        data = machine.decompress(raw, max(limit, 1))  # 0 would mean: without a limit
    except zlib.error as broken:
        raise Damaged from broken
    if machine.unconsumed_tail:
        raise Refuse("too-complex")
    return data
