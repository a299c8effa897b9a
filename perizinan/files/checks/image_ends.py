"""Where an image ends inside its bytes, by its own structure; None when the end is missing."""

import struct

from perizinan.files.kinds import HEIC, JPEG, PNG, WEBP, Kind

_FEW = 4096


def end_of_image(data: bytes, kind: Kind) -> int | None:
    return {JPEG: _jpeg, PNG: _png, WEBP: _webp, HEIC: _boxes}[kind](data)


def _jpeg(data: bytes) -> int | None:
    """Segment by segment, so that a thumbnail's end marker is not taken for the photo's."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:  # a few bytes too many between two segments, which every reader skips
            at = data.find(b"\xff", at, at + _FEW)
            if at < 0:
                return None
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker == 0xFF or 0xD0 <= marker <= 0xD8 or marker == 0x01:  # fill byte, or a marker without length
            at += 1 if marker == 0xFF else 2
            continue
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA:
            at = _after_scan(data, at)
    return at + 2 if data[at : at + 2] == b"\xff\xd9" else None


def _after_scan(data: bytes, at: int) -> int:
    """The next marker after entropy-coded bytes: FF followed by neither 00 (stuffing) nor a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] != 0x00 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2


def _png(data: bytes) -> int | None:
    at = 8
    while at + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        at += 12 + length
        if name == b"IEND":
            return at if at <= len(data) else None
    return None


def _webp(data: bytes) -> int | None:
    if len(data) < 12:
        return None
    end = 8 + int.from_bytes(data[4:8], "little")
    return end + end % 2 if end <= len(data) else None


def _boxes(data: bytes) -> int | None:
    """HEIC: top-level boxes of the ISO media format, until something that is none follows."""
    end, seen = _last_box(data)
    return end if seen >= {b"meta", b"mdat"} else None  # cut between two boxes, the picture's bytes are gone


def _last_box(data: bytes) -> tuple[int | None, set[bytes]]:
    at, seen = 0, set[bytes]()
    while at + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        if not all(32 <= letter < 127 for letter in name):
            return at, seen
        seen.add(name)
        if size == 0:  # "to the end of the file", which only the picture's bytes may say
            return (len(data) if name == b"mdat" else at), seen
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if size < 8:
            return at, seen
        at += size
    return (at if at <= len(data) else None), seen
