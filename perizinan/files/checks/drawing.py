"""Pages as people look at them: upright, RGB on white, small enough for a phone, without metadata.

In the child. Each page is written and then logged, so whatever ends the child, the pages before stay usable."""

import hashlib
import io
import json
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import pillow_heif
import pypdfium2
from PIL import Image, ImageFile, ImageOps

from perizinan.files.checks.legible import remarks_of
from perizinan.files.kinds import HEIC, JPEG, PDF, PNG, WEBP, Kind, by_media_type

_THUMB = 240
_QUALITY = 80
_THUMB_QUALITY = 70
_DPI = 300  # more shows nothing that is on the paper; a stamp-sized page stays small
_POINTS = 72
_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", HEIC: "HEIF"}
_MAY_RUN_SCRIPTS = bool({"V8", "XFA"} & set(pypdfium2.PDFIUM_INFO.flags))

pillow_heif.register_heif_opener()


@dataclass(frozen=True)
class Wanted:
    media_type: str
    first: int  # the page to begin with, from 1
    pages: int  # no more than that in one child
    seconds: float  # of processor time, after which no further page is begun
    side: int  # longest side of an image
    side_of_many: int  # the same in a document of more than `many` pages
    many: int


def draw(source: IO[bytes], drawn: IO[bytes], log: IO[bytes], *, wanted: Wanted) -> dict[str, Any]:
    """{"pages": how many the document has}; what was drawn stands in `log`, one JSON object a line."""
    kind = by_media_type(wanted.media_type)
    if kind is None:
        raise ValueError(wanted.media_type)
    began = time.process_time()
    with _opened(source, kind) as (count, picture):
        side = wanted.side if count <= wanted.many else wanted.side_of_many
        for number in range(wanted.first, min(wanted.first + wanted.pages, count + 1)):
            _write(picture(number, side), number, drawn, log)
            if time.process_time() - began > wanted.seconds:
                break
    return {"pages": count}


@contextmanager
def _opened(source: IO[bytes], kind: Kind) -> Iterator[tuple[int, Any]]:
    """(number of pages, function that draws one of them)."""
    source.seek(0)
    if kind is not PDF:
        yield 1, lambda _number, side: _photo(source, kind, side)
        return
    with pypdfium2.PdfDocument(source.read()) as document:
        if not _MAY_RUN_SCRIPTS:  # then filled fields can be shown: nothing in this engine could run
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                document.init_forms()
        yield len(document), lambda number, side: _page(document, number, side)


def _page(document: pypdfium2.PdfDocument, number: int, side: int) -> Image.Image:
    page = document[number - 1]
    longest = max(*page.get_size(), 1)
    scale = min(side / longest, _DPI / _POINTS)
    bitmap = page.render(scale=scale, rev_byteorder=True, draw_annots=True, limit_image_cache=True)
    picture: Image.Image = bitmap.to_pil().convert("RGB")  # a copy: the bitmap's memory goes with the page
    picture.thumbnail((side, side))  # sizes are rounded up
    page.close()
    return picture


def _photo(source: IO[bytes], kind: Kind, side: int) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # the checks have counted them
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        picture = Image.open(source, formats=[_FORMATS[kind]])
        picture.draft("RGB", (side, side))  # a JPEG is decoded at the size that is needed
        small = _in_colour(picture)
        small.thumbnail((side, side), reducing_gap=2.0)
        return _on_white(ImageOps.exif_transpose(small))


def _in_colour(picture: Image.Image) -> Image.Image:
    """A mode that can be made smaller smoothly."""
    if picture.mode.startswith("I"):  # 16 bits of grey
        return picture.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    if picture.mode in ("RGB", "RGBA", "L", "LA"):
        return picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(clear, mask=clear.getchannel("A"))
    return paper


def _write(picture: Image.Image, number: int, drawn: IO[bytes], log: IO[bytes]) -> None:
    thumb = picture.copy()
    thumb.thumbnail((_THUMB, _THUMB), reducing_gap=3.0)
    offset = drawn.seek(0, io.SEEK_END)
    image, small = _jpeg(picture, _QUALITY), _jpeg(thumb, _THUMB_QUALITY)
    drawn.write(image + small)
    drawn.flush()
    line = {
        "number": number,
        "width": picture.width,
        "height": picture.height,
        "offset": offset,
        "size": len(image),
        "thumb_size": len(small),
        "sha256": hashlib.sha256(b"%dx%d " % picture.size + picture.tobytes()).hexdigest(),
        "remarks": remarks_of(picture),
    }
    log.write(json.dumps(line).encode() + b"\n")
    log.flush()


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    bare = picture.copy()
    bare.info = {}  # a comment of the photo would go along
    target = io.BytesIO()
    bare.save(target, "JPEG", quality=quality)
    return target.getvalue()
