"""Pictures that the portal drew itself (PageImage), turned and cropped as people ask.

They come out of the checks' forked child as JPEG of a known size; nothing else is opened here.
"""

from __future__ import annotations

import io

from PIL import Image

from perizinan.files import storages
from perizinan.files.models import PageImage

_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
_QUALITY = 85
Box = tuple[float, float, float, float]  # left, top, right, bottom as shares of the turned picture


class NotAsDrawn(Exception):
    """The bytes are not the picture that was drawn."""


def read(page: PageImage) -> bytes:
    with storages.clean().open(page.key) as file:
        data: bytes = file.read()
    return data


def framed(page: PageImage, *, turn: int, box: Box | None, longest: int | None = None) -> bytes:
    """A JPEG, turned clockwise by `turn` degrees, then cut to `box`, at most `longest` dots long. The drawn bytes
    themselves where nothing is to be done."""
    data = read(page)
    if not turn and box is None and longest is None:
        _opened(data, page)
        return data
    picture = _opened(data, page)
    if longest is not None:
        wanted = _enough(longest, box)
        picture.draft("RGB", (wanted, wanted))  # the decoder itself skips what nobody will see
    if turn:
        picture = picture.transpose(_TURNS[turn])
    if box is not None:
        width, height = picture.size
        (left, right), (top, bottom) = _span(width, box[0], box[2]), _span(height, box[1], box[3])
        picture = picture.crop((left, top, right, bottom))
    if longest is not None:
        picture.thumbnail((longest, longest))
    return encoded(picture, quality=_QUALITY)


def encoded(picture: Image.Image, *, quality: int) -> bytes:
    """Without any metadata of the picture before."""
    out = io.BytesIO()
    flat = picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
    flat.info = {}
    flat.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _span(length: int, first: float, last: float) -> tuple[int, int]:
    """Dots along a side, at least one."""
    begin = min(round(first * length), length - 1)
    return begin, max(round(last * length), begin + 1)


def _opened(data: bytes, page: PageImage) -> Image.Image:
    picture = Image.open(io.BytesIO(data), formats=["JPEG"])
    if picture.size != (page.width, page.height):
        raise NotAsDrawn(f"{page}: {picture.size}")
    return picture


def _enough(longest: int, box: Box | None) -> int:
    """How long the whole picture has to be so that its piece fills `longest`."""
    if box is None:
        return longest
    left, top, right, bottom = box
    return round(longest / max(0.01, min(right - left, bottom - top)))
