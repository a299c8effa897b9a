"""Receiving an upload: its bytes into quarantine first, with no transaction open, then its row in the caller's."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.files import File
from django.db import transaction

from perizinan.files import storages
from perizinan.files.kinds import accepted, by_ending, ending_of
from perizinan.files.models import StoredFile
from perizinan.files.names import shown_name
from perizinan.files.problems import problem_sentence
from perizinan.files.refusals import Refused
from perizinan.files.tasks import check_file
from perizinan.web.nudge import nudge

__all__ = ["Received", "Refused", "enter", "refuse_ending", "taken_in"]


@dataclass(frozen=True)
class Received:
    """Bytes in quarantine that have no row yet."""

    name: str
    shortened: bool
    accept: tuple[str, ...]
    size: int
    sha256: str
    key: str


@contextmanager
def taken_in(
    upload: File[Any], *, now: datetime, max_bytes: int, accept: tuple[str, ...], name: str = ""
) -> Iterator[Received]:
    """The block writes the row with `enter`; when it raises, the bytes go again. Killed in between, they are orphans
    of `sweep_orphans`. What is wrong at a glance raises Refused before the block begins."""
    shown, shortened = shown_name(name or upload.name or "")
    kinds = refuse_ending(shown, accept)
    sha256, size = _measure(upload, max_bytes=max_bytes, name=shown)
    key = storages.quarantine().save(storages.day_folder(now) + secrets.token_hex(16), upload)
    try:
        yield Received(shown, shortened, kinds, size, sha256, key)
    except BaseException:
        storages.quarantine().delete(key)
        raise


def enter(received: Received, *, by: AbstractBaseUser, now: datetime) -> StoredFile:
    """The row of bytes that were taken in. Inner action; the check begins once the caller has committed."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("enter() needs the caller's transaction")
    stored = StoredFile.objects.create(
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


def refuse_ending(name: str, accept: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the kinds that are wanted. An ending of another wanted kind passes: chats name a JPEG .png. The
    content decides later. Raises Refused."""
    kinds = [kind.name for kind in accepted(accept)]
    kind = by_ending(name)
    if kind is None or (kind.name not in kinds and not (kind.is_image and _any_image(accept))):
        raise _refused("wrong-ending", ending=ending_of(name) or "tanpa akhiran", accepted=kinds)
    return tuple(kinds)


def _any_image(accept: tuple[str, ...]) -> bool:
    return any(kind.is_image for kind in accepted(accept))


def _measure(upload: File[Any], *, max_bytes: int, name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(upload):
        size += len(chunk)
        if size > max_bytes:
            kind = by_ending(name)
            code = "too-large-image" if kind and kind.is_image else "too-large"
            raise _refused(code, size=max(upload.size or 0, size), limit=max_bytes)
        digest.update(chunk)
    if size == 0:
        raise _refused("empty")
    upload.seek(0)
    return digest.hexdigest(), size


def _chunks(upload: IO[Any] | File[Any]) -> Iterator[bytes]:
    upload.seek(0)
    while chunk := upload.read(1 << 18):
        yield chunk


def _refused(code: str, **facts: Any) -> Refused:
    return Refused(code, problem_sentence(code, facts))
