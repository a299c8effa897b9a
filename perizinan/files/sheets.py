"""Pictures bound into one PDF: each fills a page of A4, upright or lying as the picture is, so that it can be printed.

The JPEGs go in as they are; only where all together would be too large they are encoded again, smaller.
"""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image

from perizinan.files.pictures import encoded

A4 = (595.276, 841.89)  # points
_STEPS = ((80, 2000), (70, 2000), (60, 1700), (50, 1400), (40, 1100))  # quality, long side
_PAGE_OVERHEAD = 2048


def bind(pictures: list[bytes], *, title: str, max_bytes: int) -> bytes:
    """The same pictures give the same bytes. Larger than `max_bytes` only when nothing smaller can be read."""
    document = pikepdf.new()
    for picture in _small_enough(pictures, max_bytes):
        _add_page(document, picture)
    document.docinfo["/Title"] = title
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def _small_enough(pictures: list[bytes], max_bytes: int) -> list[bytes]:
    room = max_bytes - _PAGE_OVERHEAD * (len(pictures) + 1)
    found = pictures
    for quality, longest in _STEPS:
        if sum(map(len, found)) <= room:
            break
        share = room // len(pictures)
        found = [p if len(p) <= share else _again(p, quality, longest) for p in pictures]
    return found


def _again(picture: bytes, quality: int, longest: int) -> bytes:
    image = Image.open(io.BytesIO(picture), formats=["JPEG"])
    image.thumbnail((longest, longest))
    return encoded(image, quality=quality)


def _add_page(document: pikepdf.Pdf, picture: bytes) -> None:
    image = Image.open(io.BytesIO(picture), formats=["JPEG"])
    width, height = image.size
    across, up = A4 if height >= width else A4[::-1]
    scale = min(across / width, up / height)
    shown = (width * scale, height * scale)
    drawn = pikepdf.Stream(
        document,
        picture,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=Name.DeviceGray if image.mode == "L" else Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    document.add_blank_page(page_size=(across, up))
    page = document.pages[-1]
    page.Resources = Dictionary(XObject=Dictionary(Foto=drawn))
    place = ((across - shown[0]) / 2, (up - shown[1]) / 2)
    content = f"q {shown[0]:.3f} 0 0 {shown[1]:.3f} {place[0]:.3f} {place[1]:.3f} cm /Foto Do Q"
    page.Contents = pikepdf.Stream(document, content.encode("ascii"))
