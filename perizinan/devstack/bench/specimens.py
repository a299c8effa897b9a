"""Honest files as people send them, each with bytes of its own: nothing may be known to a scanner from before."""

import io
import random
from collections.abc import Callable

import pikepdf
import pillow_heif
from pikepdf import Dictionary, Name
from PIL import Image

pillow_heif.register_heif_opener()


def picture(seed: int, size: tuple[int, int], *, grain: int) -> Image.Image:
    """Something between a photo and noise: the coarser the grain, the fewer bytes it takes."""
    small = (size[0] // grain, size[1] // grain)
    noise = random.Random(seed).randbytes(small[0] * small[1] * 3)  # noqa: S311
    return Image.frombytes("RGB", small, noise).resize(size, Image.Resampling.BILINEAR)


def scanned_pdf(seed: int, *, pages: int = 3, size: tuple[int, int] = (1240, 1754)) -> bytes:
    """About 2 MB: three sheets of A4 from a scanner at 150 dpi."""
    document = pikepdf.new()
    for number in range(pages):
        page = document.add_blank_page(page_size=(595, 842)).obj
        image = document.make_stream(_saved(picture(seed * 100 + number, size, grain=4), "JPEG", quality=83))
        image.Type, image.Subtype, image.ColorSpace = Name.XObject, Name.Image, Name.DeviceRGB
        image.Width, image.Height, image.BitsPerComponent, image.Filter = *size, 8, Name.DCTDecode
        page.Resources = Dictionary(XObject=Dictionary(Scan=image))
        page.Contents = document.make_stream(b"q 595 0 0 842 0 0 cm /Scan Do Q")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def photo(seed: int) -> bytes:
    """Of a phone, 12 million pixels, about 3 MB."""
    return _saved(picture(seed, (4000, 3000), grain=10), "JPEG", quality=85)


def shrunk_photo(seed: int) -> bytes:
    """As the browser sends it."""
    return _saved(picture(seed, (2000, 1500), grain=6), "JPEG", quality=85)


def screenshot(seed: int) -> bytes:
    image = Image.new("RGB", (1080, 2340), "white")
    image.paste(picture(seed, (720, 720), grain=1), (180, 600))
    return _saved(image, "PNG")


def iphone_photo(seed: int) -> bytes:
    return _saved(picture(seed, (1200, 900), grain=8), "HEIF", quality=60)


def _saved(image: Image.Image, form: str, **how: object) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **how)
    return target.getvalue()


MIXED: list[tuple[str, Callable[[int], bytes]]] = [
    ("pdf", scanned_pdf),
    ("jpg", photo),
    ("pdf", scanned_pdf),
    ("jpg", shrunk_photo),
    ("png", screenshot),
    ("pdf", scanned_pdf),
    ("heic", iphone_photo),
    ("jpg", shrunk_photo),
]
