"""Keyset pages: a page is "what comes after this row", so page 400 costs what page 1 costs and nothing is skipped or
shown twice while rows are added. The cursor is the sort values of a row, signed.

    ORDER = (Key("due_on", nullable=True), Key("pk"))
    page = pagination.page_of(queryset, order=ORDER, cursor=request.GET.get("hal"))
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core import signing
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

SIZE = 25
_SALT = "perizinan.web.pagination"
_READ: dict[str, Any] = {"t": datetime.fromisoformat, "d": date.fromisoformat, "n": Decimal, "u": UUID}

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Key:
    """One column of the order, the last one unique. A nullable one sorts its empty rows last in either direction."""

    field: str
    descending: bool = False
    nullable: bool = False


@dataclass(frozen=True)
class Page(Generic[M]):
    """`earlier` and `later` are the cursors of the neighbours, "" where there is none."""

    rows: list[M]
    earlier: str
    later: str


def page_of(queryset: QuerySet[M], *, order: Sequence[Key], cursor: str | None, size: int = SIZE) -> Page[M]:
    """A forged or outdated cursor gives the first page, and so does one whose rows are gone."""
    position = _unpack(cursor, order) if cursor else None
    if position is None:
        return _forward(queryset, order, None, size)
    backward, values = position
    page = (_backward if backward else _forward)(queryset, order, values, size)
    return page if page.rows else _forward(queryset, order, None, size)


def _forward(queryset: QuerySet[M], order: Sequence[Key], after: list[Any] | None, size: int) -> Page[M]:
    if after is not None:
        queryset = queryset.filter(_beyond(order, after, backward=False))
    rows = list(queryset.order_by(*[_ordering(key, backward=False) for key in order])[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    return Page(
        rows,
        earlier=_pack(rows[0], order, backward=True) if rows and after is not None else "",
        later=_pack(rows[-1], order, backward=False) if more else "",
    )


def _backward(queryset: QuerySet[M], order: Sequence[Key], before: list[Any], size: int) -> Page[M]:
    queryset = queryset.filter(_beyond(order, before, backward=True))
    rows = list(queryset.order_by(*[_ordering(key, backward=True) for key in order])[: size + 1])
    more, rows = len(rows) > size, rows[:size][::-1]
    return Page(
        rows,
        earlier=_pack(rows[0], order, backward=True) if more else "",
        later=_pack(rows[-1], order, backward=False) if rows else "",
    )


def _ordering(key: Key, *, backward: bool) -> OrderBy:
    descending = key.descending != backward
    nulls: dict[str, bool] = {"nulls_first" if backward else "nulls_last": True} if key.nullable else {}
    return F(key.field).desc(**nulls) if descending else F(key.field).asc(**nulls)


def _beyond(order: Sequence[Key], values: Sequence[Any], *, backward: bool) -> Q:
    """Rows strictly past `values`: past the first key, or level with it and past the second, and so on."""
    found, level = Q(), Q()
    for key, value in zip(order, values, strict=True):
        past = _past(key, value, backward=backward)
        if past is not None:
            found |= level & past
        level &= Q(**{f"{key.field}__isnull": True}) if value is None else Q(**{key.field: value})
    first, value = order[0], values[0]
    if value is not None and not first.nullable:
        # says nothing new, but lets the index on the first column start at the cursor
        found &= Q(**{f"{first.field}__{'lte' if first.descending != backward else 'gte'}": value})
    return found


def _past(key: Key, value: Any, *, backward: bool) -> Q | None:
    """None when nothing can lie past: empty values are the very last."""
    if value is None:
        return Q(**{f"{key.field}__isnull": False}) if backward else None
    past = Q(**{f"{key.field}__{'lt' if key.descending != backward else 'gt'}": value})
    if key.nullable and not backward:
        past |= Q(**{f"{key.field}__isnull": True})
    return past


def _pack(row: Model, order: Sequence[Key], *, backward: bool) -> str:
    values = [_plain(_value(row, key.field)) for key in order]
    return signing.dumps([int(backward), *values], salt=_salt(order), compress=False)


def _unpack(cursor: str, order: Sequence[Key]) -> tuple[bool, list[Any]] | None:
    try:
        backward, *values = signing.loads(cursor, salt=_salt(order))
    except signing.BadSignature:
        return None
    return bool(backward), [_READ[value[0]](value[1]) if isinstance(value, list) else value for value in values]


def _salt(order: Sequence[Key]) -> str:
    """A cursor of one list is no cursor of another."""
    return ":".join([_SALT, *(f"{key.field}{'-' if key.descending else '+'}" for key in order)])


def _value(row: Model, field: str) -> Any:
    value: Any = row
    for name in field.split("__"):
        value = getattr(value, name)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return ["t" if isinstance(value, datetime) else "d", value.isoformat()]
    if isinstance(value, Decimal | UUID):
        return ["n" if isinstance(value, Decimal) else "u", str(value)]
    return value
