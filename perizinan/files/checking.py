"""One check of one file: claim, look with no transaction open, settle where the token still matches."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import IO

from django.conf import settings
from django.core.files import File
from django.db import transaction

from perizinan.files import storages
from perizinan.files.bytes_at_hand import BytesAway, BytesChanged, BytesLost, at_hand
from perizinan.files.checks.child import Starved
from perizinan.files.clamd import NotScanned
from perizinan.files.examination import Examination, examine
from perizinan.files.imaging import DRAWABLE
from perizinan.files.models import Images, State, StoredFile, StoredFileQuerySet

logger = logging.getLogger(__name__)

_FIRST_RETRY = 15
_LAST_RETRY = 300
_GIVE_UP_ON_LOST_BYTES = 5


def check(*, pk: uuid.UUID, clock: Callable[[], datetime]) -> bool:
    """True when the file became clean and its pages are to be drawn."""
    stored = claim(pk=pk, now=clock())
    if stored is None:  # another worker has it, or it is decided
        return False
    try:
        return _examine_and_settle(stored, clock)
    except NotScanned as unscanned:
        put_back(stored, trouble=unscanned.code, now=clock(), detail=str(unscanned))
    except Starved as starved:
        put_back(stored, trouble="slow", now=clock(), detail=str(starved))
    except BytesAway as away:
        put_back(stored, trouble="bytes-away", now=clock(), detail=str(away))
    except Exception:  # a fault of ours must not leave the file held until its lease ends
        put_back(stored, trouble="fault", now=clock(), detail="see the traceback")
        raise
    return False


def claim(*, pk: uuid.UUID, now: datetime) -> StoredFile | None:
    with transaction.atomic(durable=True):
        stored = StoredFile.objects.claimable(now).select_for_update(skip_locked=True).filter(pk=pk).first()
        if stored is None:
            return None
        stored.state = State.CHECKING
        stored.token = uuid.uuid4()
        stored.lease_until = now + timedelta(seconds=settings.FILES_LEASE_SECONDS)
        stored.attempts += 1
        stored.save(update_fields=["state", "token", "lease_until", "attempts"])
    return stored


def put_back(stored: StoredFile, *, trouble: str, now: datetime, detail: str) -> bool:
    """In line again, never clean: nobody has said that it is."""
    wait = min(_FIRST_RETRY * 2 ** min(stored.attempts - 1, 10), _LAST_RETRY)
    logger.warning("file %s is not checked yet: %s (%s)", stored.pk, trouble, detail)
    return _write(
        stored, state=State.QUARANTINE, token=None, lease_until=now + timedelta(seconds=wait), last_trouble=trouble
    )


def _examine_and_settle(stored: StoredFile, clock: Callable[[], datetime]) -> bool:
    try:
        with at_hand(stored) as source:
            found = examine(source, name=stored.name, accept=stored.accept)
            key = "" if found.problem else _copy_to_clean(stored, source)
    except BytesChanged:
        found, key = Examination(problem="changed"), ""
    except BytesLost as lost:
        if stored.attempts < _GIVE_UP_ON_LOST_BYTES:
            raise BytesAway(str(lost)) from lost
        found, key = Examination(problem="lost"), ""
    if settle(stored, found=found, key=key, now=clock()):
        discard_quarantined(stored)
        return _images_of(found) == Images.WAITING
    if key:
        logger.warning("file %s: another worker has decided, this copy goes", stored.pk)
        storages.forget(storages.clean(), key)
    return False


def _images_of(found: Examination) -> Images:
    return Images.WAITING if not found.problem and found.content_type in DRAWABLE else Images.NONE


def _copy_to_clean(stored: StoredFile, source: IO[bytes]) -> str:
    """Under a key of this attempt alone, so that two workers can never touch each other's bytes. A worker that is
    killed before it settles leaves the copy to `discard_quarantined` of a later attempt."""
    source.seek(0)
    try:
        return storages.clean().save(_copy_key(stored, stored.attempts), File(source))
    except OSError as trouble:
        raise BytesAway(str(trouble)) from trouble


def copies_of(stored: StoredFile) -> set[str]:
    """Keys in the clean storage where its attempts may have left bytes."""
    return {_copy_key(stored, attempt) for attempt in range(1, stored.attempts + 1)}


def _copy_key(stored: StoredFile, attempt: int) -> str:
    return f"{stored.quarantine_key}-{attempt}"


def settle(stored: StoredFile, *, found: Examination, key: str, now: datetime) -> bool:
    return _write(
        stored,
        state=State.REJECTED if found.problem else State.CLEAN,
        problem=found.problem,
        content_type=found.content_type,
        remarks=[*stored.remarks, *found.remarks],
        facts=found.facts,
        engine=found.engine,
        key=key,
        images=_images_of(found),
        checked_at=now,
        lease_until=None,
        last_trouble="",
    )


def discard_quarantined(stored: StoredFile) -> None:
    """With the copies of earlier attempts. After the commit only. Killed in between, or the storage away, the sweeper
    finds the row again."""
    copies = copies_of(stored)
    kept = StoredFile.objects.values_list("key", flat=True).get(pk=stored.pk)
    gone = [storages.forget(storages.clean(), copy) for copy in sorted(copies - {kept})] if stored.attempts > 1 else []
    if all([*gone, storages.forget(storages.quarantine(), stored.quarantine_key)]):
        StoredFile.objects.filter(pk=stored.pk).update(quarantine_key="")


def _write(stored: StoredFile, **columns: object) -> bool:
    with transaction.atomic(durable=True):
        return _still_ours(stored).update(**columns) == 1


def _still_ours(stored: StoredFile) -> StoredFileQuerySet:
    return StoredFile.objects.filter(pk=stored.pk, state=State.CHECKING, token=stored.token)
