"""What a PDF would unpack to, and how large its pictures are, before anybody draws them."""

from dataclasses import dataclass

import pikepdf

from perizinan.files.checks.unpacking import Damaged, inflated, inflated_size
from perizinan.files.checks.verdict import Refuse

MAX_UNPACKED = 128 << 20  # of all streams of a document together, pictures apart; large plans reach half of it
MAX_PICTURES = 2 << 30  # of all its pictures; 300 pages of a scanner without loss
MAX_PICTURE = 400 << 20  # bytes of one picture once drawn: an A0 plan at 300 dots in black, grey or colour
MAX_FILTERS = 4
_MOST = 1032  # Flate cannot pack tighter than that
_FLATE = {"/FlateDecode", "/Fl"}
_PICTURES = {"/DCTDecode", "/DCT", "/JPXDecode", "/JBIG2Decode", "/CCITTFaxDecode", "/CCF"}
_ONE_BIT = {"/JBIG2Decode", "/CCITTFaxDecode", "/CCF"}
_COLORS = {"/DeviceGray": 1, "/CalGray": 1, "/G": 1, "/Indexed": 1, "/I": 1, "/Separation": 1, "/DeviceCMYK": 4}


@dataclass
class Budget:
    left: int

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise Refuse("too-complex")


def check_streams(streams: list[pikepdf.Object]) -> set[tuple[int, int]]:
    """The numbers of those that do not unpack."""
    texts, pictures, broken = Budget(MAX_UNPACKED), Budget(MAX_PICTURES), set()
    for stream in streams:
        is_picture = stream.get("/Subtype") == "/Image"
        if is_picture:
            check_picture(stream)
        budget = pictures if is_picture else texts
        try:
            budget.spend(_unpacked_size(stream, limit=min(budget.left, MAX_PICTURE), is_picture=is_picture))
        except Damaged:
            broken.add(stream.objgen)
    return broken


def check_picture(stream: pikepdf.Object) -> None:
    width, height = _number(stream, "/Width"), _number(stream, "/Height")
    if width * height * _bits(stream) // 8 > MAX_PICTURE:
        raise Refuse("picture-too-large", width=width, height=height)


def _unpacked_size(stream: pikepdf.Object, *, limit: int, is_picture: bool) -> int:
    filters = _filters(stream)
    if len(filters) > MAX_FILTERS:
        raise Refuse("too-complex")
    packed = [name for name in filters if name not in _PICTURES]
    if not packed:
        return 0
    if set(packed) - _FLATE:
        return _by_qpdf(stream, picture=len(packed) < len(filters))
    data = stream.read_raw_bytes()
    if is_picture and len(packed) == 1 and len(data) * _MOST <= MAX_PICTURE:
        return 0  # it cannot be too large; whether it is whole shows when it is drawn
    for _ in packed[1:]:
        data = inflated(data, limit=min(limit, 64 << 20))
    return inflated_size(data, limit=limit)


def _by_qpdf(stream: pikepdf.Object, *, picture: bool) -> int:
    """Rare filters; qpdf's own limits hold (see `inspect`)."""
    if picture:
        return 0  # unpacked again when it is drawn, under limits of its own
    try:
        return len(stream.read_bytes(pikepdf.StreamDecodeLevel.specialized))
    except (pikepdf.PdfError, pikepdf.DataDecodingError) as broken:
        raise Damaged from broken


def _filters(stream: pikepdf.Object) -> list[str]:
    value = stream.get("/Filter")
    if isinstance(value, pikepdf.Array):
        return [str(name) for name in value]
    return [str(value)] if isinstance(value, pikepdf.Name) else []


def _bits(stream: pikepdf.Object) -> int:
    """Of one dot."""
    if stream.get("/ImageMask") or set(_filters(stream)) & _ONE_BIT:
        return 1
    color = stream.get("/ColorSpace")
    if isinstance(color, pikepdf.Array) and len(color):
        color = color[0]
    return max(_number(stream, "/BitsPerComponent"), 1) * _COLORS.get(str(color), 3)


def _number(stream: pikepdf.Object, key: str) -> int:
    value = stream.get(key)
    return max(int(value), 0) if isinstance(value, int) else 0
