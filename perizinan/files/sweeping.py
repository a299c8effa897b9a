"""What a lost nudge, a killed worker or an absent scanner left behind is found again here."""

import uuid
from datetime import datetime, timedelta

from django.core.files.storage import Storage

from perizinan.files import checking, clamd, imaging, storages
from perizinan.files.drawn import FOLDER
from perizinan.files.models import PageImage, State, StoredFile

_AT_A_TIME = 100
_OLD_AT_A_TIME = 1000
_ORPHAN_DAYS = range(2, 10)  # ages of the day folders looked through; a younger upload may not be committed yet


def sweep(*, now: datetime) -> list[uuid.UUID]:
    """The files to check now. On the way, quarantined bytes of decided files go."""
    _end_the_wait_for_clamd(now)
    for stored in StoredFile.objects.with_leftovers()[:_AT_A_TIME]:
        checking.discard_quarantined(stored)
    return list(StoredFile.objects.forgotten(now).values_list("pk", flat=True)[:_AT_A_TIME])


def sweep_pages(*, now: datetime) -> list[uuid.UUID]:
    """The files whose pages are to be drawn now."""
    return list(imaging.forgotten(now).values_list("pk", flat=True)[:_AT_A_TIME])


def sweep_old_pages() -> int:
    """Files that were clean before the portal drew pages get in line, the newest first."""
    return imaging.want_some(limit=_OLD_AT_A_TIME)


def sweep_orphans(*, now: datetime) -> int:
    """Quarantined bytes whose transaction was undone, and page images of a worker that was killed. Other clean bytes
    are never deleted for want of a row."""
    removed = 0
    for age in _ORPHAN_DAYS:
        folder = storages.day_folder(now - timedelta(days=age))
        rows = StoredFile.objects.filter(quarantine_key__startswith=folder)
        removed += _remove(storages.quarantine(), folder, set(rows.values_list("quarantine_key", flat=True)))
        pages = PageImage.objects.filter(key__startswith=FOLDER + folder)
        kept = {key for keys in pages.values_list("key", "thumb_key") for key in keys}
        removed += _remove(storages.clean(), FOLDER + folder, kept)
    return removed


def _remove(place: Storage, folder: str, kept: set[str]) -> int:
    orphans = _keys_in(place, folder) - kept
    for key in orphans:
        place.delete(key)
    return len(orphans)


def _keys_in(place: Storage, folder: str) -> set[str]:
    try:
        _, names = place.listdir(folder)
    except FileNotFoundError:  # a bucket answers with nothing, a disk with this
        return set()
    return {f"{folder}{name}" for name in names}


def _end_the_wait_for_clamd(now: datetime) -> None:
    waiting = StoredFile.objects.filter(state=State.QUARANTINE, last_trouble="clamd-away", lease_until__gt=now)
    if waiting.exists() and clamd.is_alive():
        waiting.update(lease_until=now)
