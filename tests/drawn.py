"""Page images as the portal makes them of a clean file, without drawing anything: plain colours with a number."""

import hashlib
import io
import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image, ImageDraw

from perizinan.files.models import Images, PageImage, StoredFile

A4 = (248, 351)


def draw(
    stored: StoredFile,
    *words: str,
    remarks: dict[str, list[int]] | None = None,
    size: tuple[int, int] = A4,
) -> list[PageImage]:
    """One page a word; equal words look equal. `remarks`: {"blurred": [2]}."""
    stored.images = Images.READY
    stored.remarks = [*stored.remarks, *(remarks or {})]
    stored.facts = {**stored.facts, "pages": len(words), **(remarks or {})}
    stored.save(update_fields=["images", "remarks", "facts"])
    return PageImage.objects.bulk_create(_page(stored, n, word, size) for n, word in enumerate(words, start=1))


def _page(stored: StoredFile, number: int, word: str, size: tuple[int, int]) -> PageImage:
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    pen.text((size[0] / 8, size[1] / 8), word, fill="black", font_size=size[0] / 12)
    for line in range(12):
        top = size[1] / 4 + line * size[1] / 20
        pen.line((size[0] / 8, top, size[0] * 7 / 8 - (line % 4) * size[0] / 20, top), fill="#777", width=2)
    small = picture.copy()
    small.thumbnail((240, 240))
    data, thumb = _jpeg(picture), _jpeg(small)
    keys = [storages["clean"].save(secrets.token_hex(8), ContentFile(each)) for each in (data, thumb)]
    return PageImage(
        stored=stored,
        number=number,
        key=keys[0],
        thumb_key=keys[1],
        width=size[0],
        height=size[1],
        size=len(data),
        thumb_size=len(thumb),
        sha256=hashlib.sha256(word.encode()).hexdigest(),
    )


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()
