"""Numbers for the health page: does the scanner answer, how many files wait, and since when."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, Min, Q

from perizinan.files import clamd
from perizinan.files.models import IMAGES_WANTED, StoredFile

_REMEMBERED = "files:standstill"
_SECONDS = 5
_SCANNER = Q(last_trouble__in=["clamd-away", "clamd-unsure"])


@dataclass(frozen=True)
class Backlog:
    files: int
    oldest_at: datetime | None


def clamd_alive() -> bool:
    return clamd.is_alive()


def backlog() -> Backlog:
    found = StoredFile.objects.waiting().aggregate(files=Count("pk"), oldest_at=Min("created_at"))
    return Backlog(files=found["files"], oldest_at=found["oldest_at"])


def pages_backlog() -> Backlog:
    """Clean files whose pages are still to be drawn."""
    found = StoredFile.objects.filter(IMAGES_WANTED).aggregate(files=Count("pk"), oldest_at=Min("checked_at"))
    return Backlog(files=found["files"], oldest_at=found["oldest_at"])


@dataclass(frozen=True)
class Standstill:
    files: int  # all that wait
    since: datetime  # the first that the scanner let wait came


def standstill() -> Standstill | None:
    """While the virus scanner does not answer: what pages of officers say about it. Asked once every few seconds."""
    known = cache.get(_REMEMBERED)
    if known is None:
        counts = {"files": Count("pk"), "since": Min("created_at", filter=_SCANNER)}
        known = StoredFile.objects.waiting().aggregate(**counts)
        cache.set(_REMEMBERED, known, _SECONDS)
    return Standstill(**known) if known["since"] else None
