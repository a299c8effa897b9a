from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from perizinan.files import storages
from perizinan.files.kinds import accepted, by_ending, ending_of
from perizinan.files.models import StoredFile
from perizinan.files.names import shown_name
from perizinan.files.problems import problem_sentence
from perizinan.files.refusals import Refused
from perizinan.files.tasks import check_file
from perizinan.web.nudge import nudge

__all__ = ["Refused", "receive"]


def receive(
    *, upload: UploadedFile[Any], by: AbstractBaseUser, now: datetime, max_bytes: int, accept: tuple[str, ...]
) -> StoredFile:
    """Bytes into quarantine and their row, inside the caller's transaction. What is wrong at a glance is Refused."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("receive() needs the caller's transaction")
    kinds = [kind.name for kind in accepted(accept)]
    name, was_shortened = shown_name(upload.name or "")
    _refuse_ending(name, kinds)
    sha256, size = _measure(upload, max_bytes=max_bytes, name=name)
    stored = StoredFile.objects.create(
        name=name,
        accept=kinds,
        size=size,
        sha256=sha256,
        quarantine_key=storages.quarantine().save(_new_key(now), upload),
        remarks=["name-shortened"] if was_shortened else [],
        uploaded_by_id=by.pk,
        created_at=now,
    )
    nudge(check_file, stored.pk)
    return stored


def _refuse_ending(name: str, kinds: list[str]) -> None:
    # An ending of another wanted kind passes: chats name a JPEG .png. The content decides later.
    kind = by_ending(name)
    if kind is None or (kind.name not in kinds and not (kind.is_image and _any_image(kinds))):
        raise _refused("wrong-ending", ending=ending_of(name) or "tanpa akhiran", accepted=kinds)


def _any_image(kinds: list[str]) -> bool:
    return any(kind != "pdf" for kind in kinds)


def _measure(upload: UploadedFile[Any], *, max_bytes: int, name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in upload.chunks():
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


def _refused(code: str, **facts: Any) -> Refused:
    return Refused(code, problem_sentence(code, facts))


def _new_key(now: datetime) -> str:
    return storages.day_folder(now) + secrets.token_hex(16)
