"""Forgetting files whose time is over: rows in the caller's transaction, bytes once it has committed."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from perizinan.files import storages
from perizinan.files.checking import copies_of
from perizinan.files.models import Leftover, PageImage, StoredFile

_AT_A_TIME = 500


def forget(files: Iterable[StoredFile], *, now: datetime) -> int:
    """Inner action. Raises ProtectedError while something still points at one of them.

    The rows are locked and read again: a worker may be at one of them, and settles or keeps pages before or not at all.
    What it copied and could not settle is looked for once its lease is over."""
    found = StoredFile.objects.select_for_update().filter(pk__in=[file.pk for file in files])
    gone = list(found.order_by("pk"))
    pages = PageImage.objects.filter(stored__in=gone).values_list("key", "thumb_key")
    kept = [key for pair in pages for key in pair] + [file.key for file in gone]
    held = [file.quarantine_key for file in gone]
    Leftover.objects.bulk_create(
        [
            *(Leftover(key=key, quarantined=False, at=now) for key in kept if key),
            *(Leftover(key=key, quarantined=True, at=now) for key in held if key),
            *(Leftover(key=copy, quarantined=False, at=at) for at, copy in _copies(gone, now)),
        ]
    )
    StoredFile.objects.filter(pk__in=[file.pk for file in gone]).delete()
    return len(gone)


def _copies(gone: Iterable[StoredFile], now: datetime) -> Iterator[tuple[datetime, str]]:
    for file in gone:
        if file.quarantine_key:
            at = max(now, file.lease_until or now)
            yield from ((at, copy) for copy in sorted(copies_of(file) - {file.key}))


def sweep(*, now: datetime) -> int:
    """Bytes first, their row after: killed in between, the bytes are looked for once more and are not there."""
    found = list(Leftover.objects.filter(at__lte=now).order_by("pk")[:_AT_A_TIME])
    for left in found:
        (storages.quarantine() if left.quarantined else storages.clean()).delete(left.key)
        left.delete()
    return len(found)
