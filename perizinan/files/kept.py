"""Files the portal itself made (letters, receipts): stored without quarantine, read back by the portal."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import ContentFile

from perizinan.files import storages
from perizinan.files.models import State, StoredFile

ENGINE = "dibuat portal"


@dataclass(frozen=True)
class Written:
    key: str
    size: int
    sha256: str


@contextmanager
def written(data: bytes, *, now: datetime) -> Iterator[Written]:
    """The block makes the row with `keep`; when it raises, the bytes go again. Killed in between it leaves bytes nobody
    points at, never a row without bytes."""
    key = storages.clean().save(storages.day_folder(now) + secrets.token_hex(16), ContentFile(data))
    try:
        yield Written(key, len(data), hashlib.sha256(data).hexdigest())
    except BaseException:
        storages.forget(storages.clean(), key)
        raise


def keep(made: Written, *, name: str, content_type: str, by: AbstractBaseUser, now: datetime) -> StoredFile:
    """Inner action."""
    return StoredFile.objects.create(
        name=name,
        size=made.size,
        sha256=made.sha256,
        content_type=content_type,
        key=made.key,
        state=State.CLEAN,
        engine=ENGINE,
        checked_at=now,
        uploaded_by_id=by.pk,
        created_at=now,
    )


def read(stored: StoredFile) -> bytes:
    """All bytes of a clean file, for the portal's own use (signing a letter). Pages go through `respond()`."""
    if not stored.is_clean:
        raise ValueError(f"{stored.pk} is not clean")
    with storages.clean().open(stored.key) as file:
        data: bytes = file.read()
    return data
