"""The photos of a slot become its next version: one PDF, which goes through all checks like any upload."""

from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from applications.catalogue.schema import Requirement
from applications.documents import framing, quota
from applications.documents.actions import SlotClosed, fill, lock_open, may_attach, round_of
from applications.documents.models import DocumentVersion, Photo
from applications.documents.photos import photos_of, takes_photos
from applications.lifecycle.models import Application
from perizinan.accounts.models import User
from perizinan.audit.actions import record
from perizinan.files import actions as files
from perizinan.files import pictures, sheets
from perizinan.files.models import Images, State


class NotReady(Exception):
    """`waiting`, `refused`: the pages, counted from 1, that are still being looked at or cannot be used. Both empty:
    there is no photo."""

    def __init__(self, waiting: list[int], refused: list[int]) -> None:
        super().__init__(waiting, refused)
        self.waiting, self.refused = waiting, refused


class PhotosChanged(Exception):
    """Somebody changed them while the PDF was made."""


class _SameAgain(Exception):
    def __init__(self, version: DocumentVersion) -> None:
        self.version = version


def usable(photo: Photo) -> bool:
    return photo.stored.state == State.CLEAN and photo.stored.images == Images.READY


def refused(photo: Photo) -> bool:
    return photo.stored.state == State.REJECTED or photo.stored.images == Images.FAILED


def compose(*, application_id: int, requirement: Requirement, by: User, now: datetime) -> DocumentVersion:
    """Pressed twice it makes one version. Raises NotReady, PhotosChanged, SlotClosed, files.Refused."""
    if not takes_photos(requirement) or not may_attach(Application.objects.get(pk=application_id), requirement.key):
        raise SlotClosed
    row = photos_of(application_id, requirement.key)
    _refuse_unready(row)
    title = str(requirement.name)
    pictures_of = [_picture(photo) for photo in row]
    data = sheets.bind(pictures_of, title=title, max_bytes=settings.FILES_MAX_BYTES)
    made = ContentFile(data, name=f"{title}.pdf")
    taken = files.taken_in(made, now=now, max_bytes=settings.FILES_MAX_BYTES, accept=("pdf",))
    try:
        with taken as received, transaction.atomic(durable=True):
            quota.hold(by=by, more=received.size)
            application = lock_open(application_id, requirement.key)
            if _looks(photos_of(application_id, requirement.key)) != _looks(row):
                raise PhotosChanged
            return _put(application, requirement, received, row, by=by, now=now)
    except _SameAgain as same:
        return same.version


def _refuse_unready(row: list[Photo]) -> None:
    bad = [place for place, photo in enumerate(row, 1) if refused(photo)]
    waiting = [place for place, photo in enumerate(row, 1) if not usable(photo) and not refused(photo)]
    if bad or waiting or not row:
        raise NotReady(waiting, bad)


def _picture(photo: Photo) -> bytes:
    try:
        return pictures.framed(photo.stored.pages.all()[0], turn=photo.turn, box=framing.box_of(photo.crop))
    except FileNotFoundError:  # removed since the row was read
        raise PhotosChanged from None


def _looks(row: list[Photo]) -> list[tuple[object, ...]]:
    return [(photo.pk, photo.stored_id, photo.turn, photo.crop) for photo in row]


def _put(
    application: Application,
    requirement: Requirement,
    received: files.Received,
    row: list[Photo],
    *,
    by: User,
    now: datetime,
) -> DocumentVersion:
    slot = DocumentVersion.objects.filter(application=application, requirement_key=requirement.key, current=True)
    standing = slot.select_related("stored").first()
    if standing and standing.round == round_of(application) and _same_bytes(standing, received):
        raise _SameAgain(standing)
    version = fill(application, requirement.key, files.enter(received, by=by, now=now), by=by, now=now)
    data = {
        "requirement": requirement.key,
        "version": version.number,
        "count": len(row),
        "file": str(version.stored_id),
        "photos": [str(photo.stored_id) for photo in row],
    }
    record(verb="document.compose", by=by, subject=application, now=now, data=data)
    return version


def _same_bytes(standing: DocumentVersion, received: files.Received) -> bool:
    return standing.stored.sha256 == received.sha256 and standing.stored.state != State.REJECTED
