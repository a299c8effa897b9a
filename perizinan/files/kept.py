"""Files the portal itself made (letters, receipts): stored without quarantine, read back by the portal."""

import hashlib
import secrets
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import ContentFile

from perizinan.files import storages
from perizinan.files.models import State, StoredFile

ENGINE = "dibuat portal"


def keep(*, data: bytes, name: str, content_type: str, by: AbstractBaseUser, now: datetime) -> StoredFile:
    """Inner action. Bytes are written first: a rollback leaves bytes nobody points at, never a row without bytes."""
    key = storages.clean().save(f"{now:%Y/%m/%d}/{secrets.token_hex(16)}", ContentFile(data))
    return StoredFile.objects.create(
        name=name,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        content_type=content_type,
        key=key,
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
