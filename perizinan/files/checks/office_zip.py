"""The directory of a zip, believed only where its bytes agree. Nothing is unpacked before all of it has passed."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field

from perizinan.files.checks.verdict import Refuse

MAX_ENTRIES = 4000
MAX_PART = 64 << 20
MAX_UNPACKED = 128 << 20
MAX_RATIO = 150  # of the whole; sheets of empty cells reach 60
_RATIO_FROM = 20 << 20

_BLANK = b"\0\t\n\r "
_END = b"PK\x05\x06"
_LOCAL = struct.Struct("<4s5H3L2H")
_LOCKED_BITS = 0x1 | 0x40 | 0x2000
_SIZE_FOLLOWS = 0x8  # sizes stand in a descriptor behind the bytes
_DESCRIPTORS = {0, 12, 16, 20, 24}
_MAX_COMMENT = 64
_MAX_EXTRA = 8192  # Word leaves room to grow in there
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


@dataclass
class Budget:
    """What one upload may unpack to, office files inside office files included."""

    left: int = MAX_UNPACKED

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise Refuse("office-too-complex")


@dataclass
class Package:
    data: bytes
    budget: Budget
    entries: dict[str, zipfile.ZipInfo] = field(default_factory=dict)  # by name in small letters, as OPC compares
    starts: dict[str, int] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        entry = self.entries[name]
        self.budget.take(entry.file_size)
        start = self.starts[name]
        return _unpacked(self.data[start : start + entry.compress_size], entry)


def open_package(data: bytes, budget: Budget) -> Package:
    _check_end(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries, directory = archive.infolist(), archive.start_dir
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OverflowError) as broken:
        raise Refuse("damaged") from broken
    _check_sizes(entries, len(data))
    package = Package(data, budget)
    for entry in entries:
        key = _checked_name(entry)
        if key in package.entries:  # one program reads the first, another the last
            raise Refuse("damaged")
        package.entries[key] = entry
    _check_layout(package, directory)
    for folder in [key for key in package.entries if key.endswith("/")]:
        if package.entries.pop(folder).file_size:
            raise Refuse("damaged")
    return package


def _check_end(data: bytes) -> None:
    at = len(data) - 22 if data[-22:-18] == _END and data[-2:] == b"\0\0" else data.rfind(_END, -(22 + 65535))
    if at < 0 or at + 22 > len(data):
        raise Refuse("cut-off")
    comment = int.from_bytes(data[at + 20 : at + 22], "little")
    if comment > _MAX_COMMENT or data[at + 22 + comment :].strip(_BLANK):
        raise Refuse("mixed")


def _check_sizes(entries: list[zipfile.ZipInfo], size: int) -> None:
    if not entries:
        raise Refuse("damaged")
    if len(entries) > MAX_ENTRIES or any(entry.file_size > MAX_PART for entry in entries):
        raise Refuse("office-too-complex")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or (unpacked > _RATIO_FROM and unpacked > MAX_RATIO * size):
        raise Refuse("office-too-complex")


def _checked_name(entry: zipfile.ZipInfo) -> str:
    name = entry.orig_filename  # `filename` ends at a NUL
    if entry.flag_bits & _LOCKED_BITS:
        raise Refuse("encrypted-office")
    if entry.compress_type not in _METHODS:
        raise Refuse("damaged")
    steps = name.removesuffix("/").split("/")
    if "\\" in name or ":" in name or not name.isprintable() or any(step.strip() in {"", ".", ".."} for step in steps):
        raise Refuse("damaged")
    return name.lower()


def _check_layout(package: Package, directory: int) -> None:
    """Entry behind entry without a gap or an overlap, from the first byte to the directory."""
    at, descriptor = 0, False  # `descriptor`: sizes may follow the bytes
    for key, entry in sorted(package.entries.items(), key=lambda pair: pair[1].header_offset):
        _check_gap(entry.header_offset - at, descriptor=descriptor, first=at == 0)
        package.starts[key] = _start_of_bytes(package.data, entry)
        at = package.starts[key] + entry.compress_size
        descriptor = bool(entry.flag_bits & _SIZE_FOLLOWS)
    _check_gap(directory - at, descriptor=descriptor, first=False)


def _check_gap(gap: int, *, descriptor: bool, first: bool) -> None:
    if gap < 0:  # entries that share bytes: 46 MB may unpack to petabytes
        raise Refuse("office-too-complex")
    if gap > 0 and (first or not descriptor or gap not in _DESCRIPTORS):
        raise Refuse("mixed")


def _start_of_bytes(data: bytes, entry: zipfile.ZipInfo) -> int:
    header = data[entry.header_offset : entry.header_offset + _LOCAL.size]
    if len(header) < _LOCAL.size:
        raise Refuse("damaged")
    mark, _, flags, method, _, _, _, packed, unpacked, name_length, extra_length = _LOCAL.unpack(header)
    names = entry.header_offset + _LOCAL.size
    name = data[names : names + name_length]
    wanted = entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437")
    sizes_agree = (packed, unpacked) in {(entry.compress_size, entry.file_size), (0xFFFFFFFF, 0xFFFFFFFF)}
    if (
        mark != b"PK\x03\x04"
        or method != entry.compress_type
        or (flags ^ entry.flag_bits) & ~0x80E  # how hard it was packed, how the name is written: may differ
        or (name != wanted and name.lower() != wanted.lower())
        or not (sizes_agree or flags & _SIZE_FOLLOWS)
    ):
        raise Refuse("damaged")
    if extra_length > _MAX_EXTRA:
        raise Refuse("mixed")
    return int(names + name_length + extra_length)


def _unpacked(packed: bytes, entry: zipfile.ZipInfo) -> bytes:
    """Exactly what the directory promised; a stream that goes on is a bomb, one that ends early is damaged."""
    whole, ended = packed, True
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            whole = unpacker.decompress(packed, entry.file_size + 1)
        except zlib.error as broken:
            raise Refuse("damaged") from broken
        ended = unpacker.eof and not unpacker.unused_data
    if len(whole) > entry.file_size:
        raise Refuse("office-too-complex")
    if not ended or len(whole) != entry.file_size or zlib.crc32(whole) != entry.CRC:
        raise Refuse("damaged")
    return whole
