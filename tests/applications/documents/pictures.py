"""Photos of a slot as the checks leave them: four colours in the corners tell what was turned, cut or put in order."""

import hashlib
import io
import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from applications.documents import photos
from perizinan.files.models import Images, PageImage, State, StoredFile
from tests.make import NOW

RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 60), (30, 60, 200), (250, 250, 250)


def jpeg(size=(60, 80), corners=(RED, GREEN, BLUE, WHITE)):
    """Clockwise from the upper left."""
    width, height = size
    picture = Image.new("RGB", size)
    halves = [(0, 0), (width // 2, 0), (width // 2, height // 2), (0, height // 2)]
    for colour, (x, y) in zip(corners, halves, strict=True):
        picture.paste(colour, (x, y, x + width // 2, y + height // 2))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95)
    return out.getvalue()


def plain(colour, size=(60, 80)):
    return jpeg(size, (colour,) * 4)


def upload(name="foto.jpg", data=None):
    return SimpleUploadedFile(name, data or jpeg(), content_type="image/jpeg")


def add(case, by, key="ktp", *, data=None, ready=True):
    photo = photos.add(
        application_id=case.pk, requirement=case.spec.requirement(key), upload=upload(data=data), by=by, now=NOW
    )
    if ready:
        draw(photo.stored, data)
    return photo


def draw(stored, data=None):
    """As the checks and the drawing leave it, without running them."""
    data = data or jpeg()
    picture = Image.open(io.BytesIO(data))
    key = storages["clean"].save(secrets.token_hex(8), ContentFile(data))
    page = PageImage.objects.create(
        stored=stored,
        number=1,
        key=key,
        thumb_key=key,
        width=picture.width,
        height=picture.height,
        size=len(data),
        thumb_size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    clean = {"state": State.CLEAN, "key": key, "engine": "uji", "checked_at": NOW, "content_type": "image/jpeg"}
    StoredFile.objects.filter(pk=stored.pk).update(**clean, images=Images.READY)
    stored.refresh_from_db()
    return page


def refuse(stored, problem="damaged"):
    rejected = {"state": State.REJECTED, "problem": problem, "checked_at": NOW, "key": "", "images": Images.NONE}
    StoredFile.objects.filter(pk=stored.pk).update(**rejected)
