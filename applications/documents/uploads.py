"""Files that come piece by piece (tus 1.0.0).

Bytes move under the lock of their own file (staging.py) and never inside a transaction; rows are locked for the blink
of one statement. A piece is on the disk before its offset is committed, so a crash leaves at most bytes too many."""

import logging
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from applications.catalogue.schema import Requirement
from applications.documents import photos, quota, staging
from applications.documents.actions import SlotClosed, kinds, may_attach, put_in
from applications.documents.models import Photo, Upload
from applications.lifecycle.models import Application
from perizinan.accounts.models import User
from perizinan.files import actions as files
from perizinan.files.kinds import ending_of
from perizinan.files.models import StoredFile
from perizinan.files.problems import problem_sentence

logger = logging.getLogger(__name__)

_STORAGE_AWAY = "storage-away"


class NotHere(Exception):
    """No such upload of this person."""


class Expired(Exception):
    """It waited too long for its next piece."""


class TooMuch(Exception):
    """More bytes than the upload was to have."""


class WrongOffset(Exception):
    """The next piece is another one. Carries where it begins."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


@dataclass(frozen=True)
class Progress:
    offset: int
    length: int
    expires_at: datetime | None = None  # None: all here and put away


def begin(
    *,
    application: Application,
    requirement: Requirement,
    as_photo: bool,
    name: str,
    length: int,
    sha256: str,
    by: User,
    now: datetime,
) -> Upload:
    """Replaces what is unfinished in the slot (of photos: the oldest too many). Raises SlotClosed, files.Refused."""
    _refuse_closed(application, requirement, as_photo=as_photo)
    name = _fitting(name)
    files.refuse_ending(name, photos.PHOTO_KINDS if as_photo else kinds(requirement))
    files.refuse_size(name, length, max_bytes=settings.FILES_MAX_BYTES)
    with transaction.atomic(durable=True):
        quota.hold(by=by)
        dropped = _drop_others(application, requirement, by, as_photo=as_photo)
        quota.refuse_above(by=by, more=length)
        upload = Upload.objects.create(
            application=application,
            requirement_key=requirement.key,
            as_photo=as_photo,
            owner=by,
            name=name,
            length=length,
            sha256=sha256,
            created_at=now,
            expires_at=now + timedelta(hours=settings.UPLOAD_KEEP_HOURS),
        )
    for pk in dropped:
        staging.discard(pk)
    return upload


def find(*, pk: uuid.UUID, number: str, requirement_key: str, by: User) -> Upload:
    """Raises NotHere."""
    upload = Upload.objects.filter(application__number=number, requirement_key=requirement_key, pk=pk, owner=by).first()
    if upload is None:
        raise NotHere
    return upload


def look(*, upload: Upload, now: datetime) -> Progress:
    """Where it stands; one that only has to be put away is put away now. Raises Expired, and what `finish` raises."""
    _refuse_late(upload, now)
    with suppress(staging.Busy), staging.held(upload.pk) as file:
        upload.offset = _sound_offset(upload, file)
    if upload.all_here:
        finish(pk=upload.pk, now=now)
    return Progress(upload.offset, upload.length, upload.expires_at)


def put_away(*, pk: uuid.UUID, by: User) -> Progress:
    """The file keeps the number of its upload, so a browser whose last answer was lost learns that all is well.
    Raises NotHere."""
    stored = StoredFile.objects.filter(pk=pk, uploaded_by=by).first()
    if stored is None:
        raise NotHere
    return Progress(stored.size, stored.size)


def append(*, upload: Upload, offset: int, pieces: Iterable[bytes], now: datetime) -> Progress:
    """Each piece is kept as soon as it is here; nothing is held while the next one is awaited. Raises NotHere,
    Expired, WrongOffset, TooMuch, staging.Busy, and what `finish` raises."""
    _refuse_late(upload, now)
    if upload.offset != offset:
        raise WrongOffset(upload.offset)
    for piece in pieces:
        upload = _keep(upload.pk, offset, piece, now)
        offset = upload.offset
    if upload.all_here:
        finish(pk=upload.pk, now=now)
    return Progress(offset, upload.length, upload.expires_at)


def finish(*, pk: uuid.UUID, now: datetime) -> None:
    """Puts what is all here into its slot, once. Raises files.Refused or SlotClosed, and then the upload is gone."""
    with suppress(staging.Busy), staging.held(pk) as file:  # who has it is finishing it, or takes it up again
        upload = Upload.objects.select_related("application__version", "owner").filter(pk=pk).first()
        if upload is None:
            staging.discard(pk)
            return
        if _sound_offset(upload, file) < upload.length:
            return
        file.truncate(upload.length)
        try:
            _put_in(upload, file, now)
        except (files.Refused, SlotClosed) as refused:
            if getattr(refused, "code", "") == _STORAGE_AWAY:  # all bytes are here: the sweeper tries again
                return
            Upload.objects.filter(pk=pk).delete()
            staging.discard(pk)
            raise
        staging.discard(pk)


def discard(*, pk: uuid.UUID) -> None:
    """Raises staging.Busy."""
    with staging.held(pk):
        Upload.objects.filter(pk=pk).delete()
        staging.discard(pk)


def _keep(pk: uuid.UUID, offset: int, piece: bytes, now: datetime) -> Upload:
    with staging.held(pk) as file:
        upload = Upload.objects.filter(pk=pk).first()
        if upload is None:
            staging.discard(pk)
            raise NotHere
        if _sound_offset(upload, file) != offset:
            raise WrongOffset(upload.offset)
        if offset + len(piece) > upload.length:
            raise TooMuch
        staging.write(file, piece, at=offset)
        upload.offset, upload.expires_at = offset + len(piece), now + timedelta(hours=settings.UPLOAD_KEEP_HOURS)
        kept = Upload.objects.filter(pk=pk).update(offset=upload.offset, expires_at=upload.expires_at)
        if not kept:  # dropped meanwhile
            raise NotHere
    return upload


def _sound_offset(upload: Upload, file: IO[bytes]) -> int:
    """Bytes that are not there any more (a disk was replaced) have to come again."""
    if staging.size(file) < upload.offset:
        logger.warning("upload %s begins anew: its bytes are gone", upload.pk)
        upload.offset = 0
        Upload.objects.filter(pk=upload.pk).update(offset=0)
    return upload.offset


def _put_in(upload: Upload, file: IO[bytes], now: datetime) -> None:
    application, requirement = _slot_of(upload, now)
    _refuse_closed(application, requirement, as_photo=upload.as_photo)
    taken = files.taken_in(
        File(file, name=upload.name),
        now=now,
        max_bytes=settings.FILES_MAX_BYTES,
        accept=photos.PHOTO_KINDS if upload.as_photo else kinds(requirement),
        pk=upload.pk,
    )
    put = photos.put_photo if upload.as_photo else put_in
    with taken as received:
        if upload.sha256 and received.sha256 != upload.sha256:
            raise files.Refused("changed", problem_sentence("changed", {}))
        with transaction.atomic(durable=True):
            put(application_id=application.pk, requirement=requirement, received=received, by=upload.owner, now=now)
            Upload.objects.filter(pk=upload.pk).delete()


def _refuse_closed(application: Application, requirement: Requirement, *, as_photo: bool) -> None:
    if not may_attach(application, requirement.key) or (as_photo and not photos.takes_photos(requirement)):
        raise SlotClosed
    if as_photo:
        there = Photo.objects.filter(application=application, requirement_key=requirement.key)
        if there.count() >= photos.MOST:
            raise photos.TooMany


def _slot_of(upload: Upload, now: datetime) -> tuple[Application, Requirement]:
    """Gone when a newer form does not ask for it, or when the owner may not act for the applicant any more."""
    cases = Application.objects.of_applicant(upload.owner, timezone.localdate(now)).select_related("version")
    application = cases.filter(pk=upload.application_id).first()
    if application is None:
        raise SlotClosed
    try:
        return application, application.spec.requirement(upload.requirement_key)
    except StopIteration:
        raise SlotClosed from None


def _drop_others(application: Application, requirement: Requirement, by: User, *, as_photo: bool) -> list[uuid.UUID]:
    keep = photos.MOST - 1 if as_photo else 0  # so that one more fits
    mine = Upload.objects.filter(application=application, requirement_key=requirement.key, owner=by, as_photo=as_photo)
    found = list(mine.order_by("-created_at", "-pk").values_list("pk", flat=True)[keep:])
    Upload.objects.filter(pk__in=found).delete()
    return found


def _fitting(name: str) -> str:
    """What the column takes; the ending stays, and the name that people see is made by perizinan.files."""
    name, ending = name.replace("\0", ""), ending_of(name)[-20:]
    return name if len(name) <= 255 else name[: 255 - len(ending)] + ending


def _refuse_late(upload: Upload, now: datetime) -> None:
    if upload.expires_at <= now and not upload.all_here:
        raise Expired
