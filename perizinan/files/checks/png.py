"""The parts of a PNG: sums, packed notes that would burst, scripts in them, and the mark of a moving picture."""

import struct
import zlib
from collections.abc import Iterator

from perizinan.files.checks.foreign import has_script
from perizinan.files.checks.unpacking import Damaged, inflated
from perizinan.files.checks.verdict import Refuse

_MAX_NOTES = 8 << 20  # bytes of all together; colour profiles for printing reach 4 MB


def check_chunks(data: bytes) -> None:
    left = _MAX_NOTES
    for name, body, total in _chunks(data):
        if name == b"IDAT" and zlib.crc32(body, zlib.crc32(name)) != total:
            raise Refuse("damaged")
        if name == b"acTL" and int.from_bytes(body[:4], "big") > 1:
            raise Refuse("animated")
        if name in (b"zTXt", b"iCCP", b"iTXt"):
            left -= _check_note(_packed(name, bytes(body)), limit=left)


def _chunks(data: bytes) -> Iterator[tuple[bytes, memoryview, int]]:
    """Name, content and sum of each that is whole; that all are there is told by `image_ends`."""
    at, view = 8, memoryview(data)
    while at + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 8 + length
        if end + 4 > len(data):
            return
        yield name, view[at + 8 : end], int.from_bytes(view[end : end + 4], "big")
        at = end + 4


def _packed(name: bytes, body: bytes) -> bytes:
    """The packed part, which follows a keyword and, in iTXt, two flags, a language and a translated keyword."""
    _, _, rest = body.partition(b"\0")
    if name != b"iTXt":
        return rest[1:]
    return rest[2:].split(b"\0", 2)[-1] if rest[:1] == b"\1" else b""


def _check_note(packed: bytes, *, limit: int) -> int:
    """How large it is."""
    if not packed:
        return 0
    try:
        note = inflated(packed, limit=limit)
    except Damaged:
        return 0  # nobody can read it, and no picture depends on it
    if has_script(note):
        raise Refuse("mixed")
    return len(note)
