"""What a lost nudge, a killed worker or an absent scanner left behind is found again here."""

import uuid
from datetime import datetime, timedelta

from perizinan.files import checking, clamd, storages
from perizinan.files.models import State, StoredFile

_AT_A_TIME = 100
_ORPHAN_DAYS = range(2, 10)  # ages of the day folders looked through; a younger upload may not be committed yet


def sweep(*, now: datetime) -> list[uuid.UUID]:
    """The files to check now. On the way, quarantined bytes of decided files go."""
    _end_the_wait_for_clamd(now)
    for stored in StoredFile.objects.with_leftovers()[:_AT_A_TIME]:
        checking.discard_quarantined(stored)
    return list(StoredFile.objects.forgotten(now).values_list("pk", flat=True)[:_AT_A_TIME])


def sweep_orphans(*, now: datetime) -> int:
    """Quarantined bytes whose transaction was undone. Clean bytes are never deleted for want of a row."""
    removed = 0
    for age in _ORPHAN_DAYS:
        folder = storages.day_folder(now - timedelta(days=age))
        orphans = _keys_in(folder) - set(
            StoredFile.objects.filter(quarantine_key__startswith=folder).values_list("quarantine_key", flat=True)
        )
        for key in orphans:
            storages.quarantine().delete(key)
        removed += len(orphans)
    return removed


def _keys_in(folder: str) -> set[str]:
    try:
        _, names = storages.quarantine().listdir(folder)
    except FileNotFoundError:  # a bucket answers with nothing, a disk with this
        return set()
    return {f"{folder}{name}" for name in names}


def _end_the_wait_for_clamd(now: datetime) -> None:
    waiting = StoredFile.objects.filter(state=State.QUARANTINE, last_trouble="clamd-away", lease_until__gt=now)
    if waiting.exists() and clamd.is_alive():
        waiting.update(lease_until=now)
