"""Several photos that become the one PDF of a slot. Every verb holds the case; a photo may be gone meanwhile."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from applications.catalogue.schema import Requirement
from applications.documents import framing, quota
from applications.documents.actions import SlotClosed, lock_open, may_attach
from applications.documents.models import Photo
from applications.lifecycle.models import Application
from perizinan.accounts.models import User
from perizinan.audit.actions import record
from perizinan.files import actions as files
from perizinan.files import removal
from perizinan.files.models import StoredFile
from perizinan.files.pictures import Box

PHOTO_KINDS = ("jpg", "png", "webp", "heic")
MOST = 20
Step = Literal["up", "down"]


class PhotoGone(Exception):
    """It was removed meanwhile, on another page or another phone."""


class TooMany(files.Refused):
    def __init__(self) -> None:
        sentence = _("Sudah ada %(most)s foto di sini. Hapus satu dulu, atau unggah halamannya sebagai PDF.")
        super().__init__("too-many-photos", sentence % {"most": MOST})


def takes_photos(requirement: Requirement) -> bool:
    """What comes out is a PDF, what goes in are photos."""
    return {"pdf", "image"} <= set(requirement.accept)


def photos_of(application_id: int, requirement_key: str) -> list[Photo]:
    """In the order of the pages, with what the checks found and the picture that was made of each."""
    found = Photo.objects.filter(application_id=application_id, requirement_key=requirement_key)
    return list(found.select_related("stored").prefetch_related("stored__pages").order_by("position", "pk"))


def add(
    *, application_id: int, requirement: Requirement, upload: "File[Any]", name: str = "", by: User, now: datetime
) -> Photo:
    """One photo behind the others. Raises SlotClosed, files.Refused (TooMany is one)."""
    _refuse_early(application_id, requirement, upload, by)
    with _taken_in(upload, name, now) as received, transaction.atomic(durable=True):
        quota.hold(by=by, more=received.size)
        return put_photo(application_id=application_id, requirement=requirement, received=received, by=by, now=now)


def put_photo(
    *, application_id: int, requirement: Requirement, received: files.Received, by: User, now: datetime
) -> Photo:
    """Inner verb of `add`, and of what takes the bytes in by another way. Raises SlotClosed, TooMany."""
    application = _lock(application_id, requirement)
    others = Photo.objects.filter(application=application, requirement_key=requirement.key)
    if others.count() >= MOST:
        raise TooMany
    photo = Photo.objects.create(
        application=application,
        requirement_key=requirement.key,
        stored=files.enter(received, by=by, now=now),
        position=(others.aggregate(last=Max("position"))["last"] or 0) + 1,
        added_by=by,
        added_at=now,
    )
    _note("document.photo", photo, by=by, now=now)
    return photo


def retake(
    *,
    application_id: int,
    requirement: Requirement,
    photo_id: int,
    upload: "File[Any]",
    name: str = "",
    by: User,
    now: datetime,
) -> Photo:
    """Another picture of the same page. Raises SlotClosed, PhotoGone, files.Refused."""
    _refuse_early(application_id, requirement, upload, by)
    with _taken_in(upload, name, now) as received, transaction.atomic(durable=True):
        quota.hold(by=by, more=received.size)
        photo = _held(application_id, requirement, photo_id)
        _replace(photo, files.enter(received, by=by, now=now), by=by, now=now)
        return photo


def put_in_place(
    *, application_id: int, requirement: Requirement, photo_id: int, taken_id: int, by: User, now: datetime
) -> None:
    """A photo that came in by another way takes the place of an older one. Raises SlotClosed, PhotoGone."""
    with transaction.atomic(durable=True):
        photo, taken = (_held(application_id, requirement, pk) for pk in (photo_id, taken_id))
        _replace(photo, taken.stored, by=by, now=now)
        if photo != taken:
            taken.delete()


def remove(*, application_id: int, requirement: Requirement, photo_id: int, by: User, now: datetime) -> None:
    """Raises SlotClosed. A photo that is gone already is what was wanted."""
    with transaction.atomic(durable=True):
        try:
            photo = _held(application_id, requirement, photo_id)
        except PhotoGone:
            return
        _note("document.photo-remove", photo, by=by, now=now)
        photo.delete()
        removal.forget([photo.stored], now=now)


def move(*, application_id: int, requirement: Requirement, photo_id: int, step: Step) -> None:
    """One place forward or back; at the end it stays. Raises SlotClosed, PhotoGone."""
    with transaction.atomic(durable=True):
        photo = _held(application_id, requirement, photo_id)
        row = photos_of(application_id, requirement.key)
        here = row.index(photo)
        there = here + (-1 if step == "up" else 1)
        if not 0 <= there < len(row):
            return
        row[here], row[there] = row[there], row[here]
        for position, each in enumerate(row, 1):
            each.position = position
        Photo.objects.bulk_update(row, ["position"])


def turn(*, application_id: int, requirement: Requirement, photo_id: int) -> None:
    """A quarter clockwise; the crop turns along. Raises SlotClosed, PhotoGone."""
    with transaction.atomic(durable=True):
        photo = _held(application_id, requirement, photo_id)
        photo.turn = (photo.turn + 90) % 360
        photo.crop = framing.turned(framing.box_of(photo.crop))
        photo.save(update_fields=["turn", "crop"])


def crop(*, application_id: int, requirement: Requirement, photo_id: int, turn: int, box: Box) -> None:
    """`turn`: as the page showed the picture, since the box is of that. Raises SlotClosed, PhotoGone, BadCrop."""
    found = framing.checked(box)
    if turn not in framing.TURNS:
        raise framing.BadCrop
    with transaction.atomic(durable=True):
        photo = _held(application_id, requirement, photo_id)
        for _quarter in range((photo.turn - turn) % 360 // 90):  # turned on another page meanwhile
            found = framing.turned(found)
        photo.crop = found
        photo.save(update_fields=["crop"])


def _taken_in(upload: "File[Any]", name: str, now: datetime) -> AbstractContextManager[files.Received]:
    return files.taken_in(upload, now=now, max_bytes=settings.FILES_MAX_BYTES, accept=PHOTO_KINDS, name=name)


def _refuse_early(application_id: int, requirement: Requirement, upload: "File[Any]", by: User) -> None:
    """Before any byte moves; the case is not locked yet."""
    if not takes_photos(requirement) or not may_attach(Application.objects.get(pk=application_id), requirement.key):
        raise SlotClosed
    quota.refuse_above(by=by, more=upload.size)


def _lock(application_id: int, requirement: Requirement) -> Application:
    if not takes_photos(requirement):
        raise SlotClosed
    return lock_open(application_id, requirement.key)


def _held(application_id: int, requirement: Requirement, photo_id: int) -> Photo:
    application = _lock(application_id, requirement)
    photo = Photo.objects.filter(application=application, requirement_key=requirement.key, pk=photo_id).first()
    if photo is None:
        raise PhotoGone
    photo.application = application
    return photo


def _replace(photo: Photo, stored: StoredFile, *, by: User, now: datetime) -> None:
    old, before = photo.stored, str(photo.stored_id)
    photo.stored = stored
    photo.turn, photo.crop, photo.added_by, photo.added_at = 0, None, by, now
    photo.save(update_fields=["stored", "turn", "crop", "added_by", "added_at"])
    _note("document.photo-retake", photo, by=by, now=now, before=before)
    if old != stored:
        removal.forget([old], now=now)


def _note(verb: str, photo: Photo, *, by: User, now: datetime, **more: str) -> None:
    data = {"requirement": photo.requirement_key, "file": str(photo.stored_id), **more}
    record(verb=verb, by=by, subject=photo.application, now=now, data=data)
