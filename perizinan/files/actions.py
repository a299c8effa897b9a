"""Receiving an upload: its bytes into quarantine first, with no transaction open, then its row in the caller's."""

from __future__ import annotations

import hashlib
import logging
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.files import File
from django.db import transaction

from perizinan.files import arriving, imaging, storages
from perizinan.files.kinds import Kind, accepted, by_ending, ending_of
from perizinan.files.models import Images, StoredFile
from perizinan.files.names import shown_name
from perizinan.files.problems import problem_sentence
from perizinan.files.refusals import Refused
from perizinan.files.tasks import check_file, draw_pages
from perizinan.web.nudge import nudge

logger = logging.getLogger(__name__)

__all__ = ["Received", "Refused", "enter", "refuse_ending", "refuse_size", "taken_in", "want_pages"]


@dataclass(frozen=True)
class Received:
    """Bytes in quarantine that have no row yet."""

    pk: uuid.UUID  # of the row to be
    name: str
    shortened: bool
    accept: tuple[str, ...]
    size: int
    sha256: str
    key: str


@contextmanager
def taken_in(
    upload: File[Any],
    *,
    now: datetime,
    max_bytes: int,
    accept: tuple[str, ...],
    name: str = "",
    pk: uuid.UUID | None = None,
) -> Iterator[Received]:
    """The block writes the row with `enter`; when it raises, the bytes go again. Killed in between, they are orphans
    of `sweep_orphans`. What is wrong at a glance raises Refused before the block begins."""
    shown, shortened = shown_name(name or upload.name or "")
    kinds = refuse_ending(shown, accept)
    sha256, size = _measure(upload, max_bytes=max_bytes, name=shown)
    key = _stored(upload, now)
    try:
        yield Received(pk or uuid.uuid4(), shown, shortened, kinds, size, sha256, key)
    except BaseException:
        storages.forget(storages.quarantine(), key)
        raise


def enter(received: Received, *, by: AbstractBaseUser, now: datetime) -> StoredFile:
    """The row of bytes that were taken in. Inner action; the check begins once the caller has committed."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("enter() needs the caller's transaction")
    stored = StoredFile.objects.create(
        id=received.pk,
        name=received.name,
        accept=list(received.accept),
        size=received.size,
        sha256=received.sha256,
        quarantine_key=received.key,
        remarks=["name-shortened"] if received.shortened else [],
        uploaded_by_id=by.pk,
        created_at=now,
    )
    nudge(check_file, stored.pk)
    return stored


def want_pages(stored: StoredFile) -> None:
    """Somebody opens a file that was clean before the portal drew pages: at once, instead of at the next sweep."""
    if imaging.want(pk=stored.pk):
        stored.images = Images.WAITING
        nudge(draw_pages, stored.pk)


def refuse_ending(name: str, accept: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the kinds that are wanted. An ending of another wanted kind passes: chats name a JPEG .png. The
    content decides later. Raises Refused."""
    kinds = [kind.name for kind in accepted(accept)]
    kind = by_ending(name)
    if kind is None or (kind.name not in kinds and not (kind.is_image and _any_image(accept))):
        raise _refused("wrong-ending", ending=ending_of(name) or "tanpa akhiran", accepted=kinds)
    return tuple(kinds)


def refuse_size(name: str, size: int, *, max_bytes: int) -> None:
    """Raises Refused."""
    if size > max_bytes:
        raise _refused(_too_large(by_ending(name)), size=size, limit=max_bytes)
    if size == 0:
        raise _refused("empty")


def _any_image(accept: tuple[str, ...]) -> bool:
    return any(kind.is_image for kind in accepted(accept))


def _measure(upload: File[Any], *, max_bytes: int, name: str) -> tuple[str, int]:
    if known := arriving.sha256_of(upload):
        refuse_size(name, upload.size or 0, max_bytes=max_bytes)
        return known, upload.size or 0
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(upload):
        size += len(chunk)
        if size > max_bytes:
            refuse_size(name, max(upload.size or 0, size), max_bytes=max_bytes)
        digest.update(chunk)
    refuse_size(name, size, max_bytes=max_bytes)
    upload.seek(0)
    return digest.hexdigest(), size


def _too_large(kind: Kind | None) -> str:
    if kind is None or not (kind.is_image or kind.is_office):
        return "too-large"
    return "too-large-image" if kind.is_image else "too-large-office"


def _stored(upload: File[Any], now: datetime) -> str:
    try:
        return storages.quarantine().save(storages.day_folder(now) + secrets.token_hex(16), upload)
    except OSError as trouble:
        logger.exception("an upload could not be stored")
        raise _refused("storage-away") from trouble


def _chunks(upload: IO[Any] | File[Any]) -> Iterator[bytes]:
    upload.seek(0)
    while chunk := upload.read(1 << 18):
        yield chunk


def _refused(code: str, **facts: Any) -> Refused:
    return Refused(code, problem_sentence(code, facts))
