"""Everything encrypted, moved under the first of FIELD_KEYS, in short transactions, so that an old key can go.

It reads ciphertext as it lies in the tables. Safe to stop and to run again: what is done already is left alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from perizinan.vault import crypto
from perizinan.vault.fields import EncryptedField

BATCH = 500
_TOKEN = "gAAAA"  # noqa: S105  # how every Fernet token of this century begins


@dataclass
class Column:
    name: str
    rotated: int = 0
    current: int = 0
    unreadable: list[Any] = field(default_factory=list)  # keys of rows that no key opens


def encrypted_columns() -> list[tuple[type[models.Model], str]]:
    """Every EncryptedField of the installed apps."""
    found = [(model, each) for model in apps.get_models() for each in model._meta.concrete_fields]
    return [(model, each.attname) for model, each in found if isinstance(each, EncryptedField)]


def rotate_text(model: type[models.Model], column: str, *, batch: int = BATCH) -> Column:
    """Both ways past the column's own type, which would decrypt and encrypt once more."""
    return _rotate(model, column, batch, read=Cast(column, TextField()), turn=_rotated, write=_Raw)


def rotate_json(model: type[models.Model], column: str, *, key: str | None = None, batch: int = BATCH) -> Column:
    """A JSON column with tokens somewhere inside; with `key` only under that name, where nobody can type one."""
    return _rotate(model, column, batch, read=F(column), turn=partial(_walk, key=key), write=lambda value: value)


def _rotate(
    model: type[models.Model],
    column: str,
    batch: int,
    *,
    read: Combinable,
    turn: Callable[[Any, Any, Column], Any],
    write: Callable[[Any], Any],
) -> Column:
    done = Column(f"{model._meta.label}.{column}")
    for rows in _batches(model, column, batch, read):
        for pk, value in rows:
            fresh = turn(value, pk, done)
            if fresh != value:
                model._base_manager.filter(pk=pk).update(**{column: write(fresh)})
    return done


def _batches(model: type[models.Model], column: str, batch: int, read: Combinable) -> Iterator[list[tuple[Any, Any]]]:
    """Rows with a token, locked until the caller is done with the batch."""
    last: Any = None
    while True:
        with transaction.atomic():
            found = model._base_manager.alias(stored=Cast(column, TextField())).filter(stored__contains=_TOKEN)
            found = found.annotate(raw=read)
            found = found.filter(pk__gt=last) if last is not None else found
            rows = list(found.order_by("pk").select_for_update().values_list("pk", "raw")[:batch])
            if not rows:
                return
            yield rows
        last = rows[-1][0]


def _walk(value: Any, pk: Any, done: Column, *, key: str | None, under: str | None = None) -> Any:
    if isinstance(value, dict):
        return {name: _walk(part, pk, done, key=key, under=name) for name, part in value.items()}
    if isinstance(value, list):
        return [_walk(part, pk, done, key=key, under=under) for part in value]
    is_token = key in (None, under) and isinstance(value, str) and value.startswith(_TOKEN)
    return _rotated(value, pk, done) if is_token else value


def _rotated(token: str, pk: Any, done: Column) -> str:
    if crypto.is_current(token):
        done.current += 1
        return token
    try:
        fresh = crypto.rotate(token)
    except crypto.Unreadable:
        done.unreadable.append(pk)
        return token
    done.rotated += 1
    return fresh


class _Raw(models.Value):
    """Ciphertext on its way into its column."""

    def __init__(self, token: str) -> None:
        super().__init__(token, output_field=TextField())
