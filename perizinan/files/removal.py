"""Forgetting files whose time is over: rows in the caller's transaction, bytes once it has committed."""

from collections.abc import Iterable
from datetime import datetime

from perizinan.files import storages
from perizinan.files.models import Leftover, PageImage, StoredFile

_AT_A_TIME = 500


def forget(files: Iterable[StoredFile], *, now: datetime) -> int:
    """Inner action. Raises ProtectedError while something still points at one of them."""
    gone = list(files)
    pages = PageImage.objects.filter(stored__in=gone).values_list("key", "thumb_key")
    kept = [key for pair in pages for key in pair] + [file.key for file in gone]
    held = [file.quarantine_key for file in gone]
    Leftover.objects.bulk_create(
        [
            *(Leftover(key=key, quarantined=False, at=now) for key in kept if key),
            *(Leftover(key=key, quarantined=True, at=now) for key in held if key),
        ]
    )
    StoredFile.objects.filter(pk__in=[file.pk for file in gone]).delete()
    return len(gone)


def sweep() -> int:
    """Bytes first, their row after: killed in between, the bytes are looked for once more and are not there."""
    found = list(Leftover.objects.order_by("pk")[:_AT_A_TIME])
    for left in found:
        (storages.quarantine() if left.quarantined else storages.clean()).delete(left.key)
        left.delete()
    return len(found)
