"""Several index scans read as one list: each is limited by itself, then they are merged (UNION ALL)."""

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from django.db import connection
from django.db.models import QuerySet

from applications.lifecycle.models import WorkItem
from perizinan.web.pagination import Key, Page, page_of

Scans = Sequence[QuerySet[WorkItem]]
MOST_COUNTED = 1000


class Counting(NamedTuple):
    sql: str
    params: tuple[Any, ...]


class _Merged:
    """As much of a queryset as `page_of` asks for. The scans never overlap."""

    def __init__(self, scans: Scans, ordering: Sequence[Any] = ()) -> None:
        self.scans, self.ordering = scans, ordering

    def filter(self, *conditions: Any) -> "_Merged":
        return _Merged([scan.filter(*conditions) for scan in self.scans], self.ordering)

    def order_by(self, *ordering: Any) -> "_Merged":
        return _Merged([scan.order_by(*ordering) for scan in self.scans], ordering)

    def __getitem__(self, part: slice) -> QuerySet[WorkItem]:
        first, *others = [scan[part] for scan in self.scans]
        return first.union(*others, all=True).order_by(*self.ordering)[part]


def page(scans: Scans, *, order: Sequence[Key], cursor: str | None) -> Page[WorkItem]:
    if not scans:
        return Page([], "", "")
    queryset = scans[0] if len(scans) == 1 else cast("QuerySet[WorkItem]", _Merged(scans))
    return page_of(queryset, order=order, cursor=cursor)


def first(scans: Scans, *ordering: str) -> WorkItem | None:
    found = [item for scan in scans if (item := scan.order_by(*ordering).first())]
    return min(found, key=lambda item: [getattr(item, name) for name in ordering], default=None)


def counting(lists: Sequence[Scans]) -> Counting:
    """The statement that says how long each list is, at most MOST_COUNTED for each of its scans."""
    sums: list[str] = []
    params: list[Any] = []
    for scans in lists:
        parts = ["0"]
        for scan in scans:
            sql, values = scan.order_by().values("pk")[:MOST_COUNTED].query.sql_with_params()
            parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608  # Django's own SQL, values apart
            params += values
        sums.append(" + ".join(parts))
    return Counting(f"SELECT {', '.join(sums)}", tuple(params))


def run(statement: Counting) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.params)
        return list(cursor.fetchone() or [])
