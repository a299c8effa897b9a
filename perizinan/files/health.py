"""Numbers for the health page: does the scanner answer, how many files wait, and since when."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from perizinan.files import clamd
from perizinan.files.models import StoredFile


@dataclass(frozen=True)
class Backlog:
    files: int
    oldest_at: datetime | None


def clamd_alive() -> bool:
    return clamd.is_alive()


def backlog() -> Backlog:
    found = StoredFile.objects.waiting().aggregate(files=Count("pk"), oldest_at=Min("created_at"))
    return Backlog(files=found["files"], oldest_at=found["oldest_at"])
