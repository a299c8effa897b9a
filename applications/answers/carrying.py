"""Answers of one form carried into another: what fits is moved, all else is kept as words. Pure.

Nothing clever: the same key and a type that says the same. What does not fit is never dropped, it becomes a `Left`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from applications.answers.format import display
from applications.catalogue.schema import NO, NUMERIC, YES, FieldType, FormField, PermitTypeSpec
from perizinan.vault import mask

_WORDS = frozenset({FieldType.TEXT, FieldType.LONG_TEXT})
_CHOSEN = frozenset({FieldType.CHOICE, FieldType.CHOICES, FieldType.YES_NO})
_EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Left:
    """An answer that has no place any more, as it was shown; a personal number stays masked."""

    key: str  # "orang.nik" for a column of rows
    label: str
    label_en: str
    shown: str


@dataclass(frozen=True)
class Carried:
    data: dict[str, Any]
    left: list[Left]


def carry(old: PermitTypeSpec, new: PermitTypeSpec, data: Mapping[str, Any]) -> Carried:
    """`data`: stored answers. Every one that is not empty stands in the result, moved or left."""
    targets = {field.key: field for section in new.applicant_sections() for field in section.fields}
    known = {field.key: field for field in old.all_fields()}
    carried = Carried({}, [])
    for key in [*known, *sorted(data.keys() - known.keys())]:  # in the order of the old form
        value, field = data.get(key), known.get(key)
        if value in _EMPTY or key.startswith("@"):
            continue
        if field is None:  # no form we know of asked this
            carried.left.append(Left(key, key, "", _as_words(value)))
            continue
        target = targets.get(key)
        if target is not None and field.type is target.type is FieldType.ROWS:
            kept, left = _rows(field, target, value)
        else:
            kept, rest = _fits(field, target, value)
            left = [] if rest in _EMPTY else [_left(field, rest)]
        if kept not in _EMPTY:
            carried.data[key] = kept
        carried.left.extend(left)
    return carried


def _fits(field: FormField, target: FormField | None, value: Any) -> tuple[Any, Any]:
    """What the new field takes, and what it does not."""
    if target is None or FieldType.COMPUTED in (field.type, target.type):
        return None, value
    if field.type in _CHOSEN and target.type in _CHOSEN:
        return _chosen(target, value)
    if field.type in _WORDS and target.type in _WORDS:
        one_line = target.type is FieldType.TEXT and isinstance(value, str)
        return (" ".join(value.split()) if one_line else value), None
    if field.type in NUMERIC and target.type in NUMERIC:
        return (value, None) if field.unit.id == target.unit.id else (None, value)  # 3 m are no 3 cm
    return (value, None) if field.type is target.type else (None, value)


def _chosen(target: FormField, value: Any) -> tuple[Any, Any]:
    offered = {option.value for option in target.options} or {YES, NO}
    picked = value if isinstance(value, list) else [value]
    kept = [one for one in picked if isinstance(one, str) and one in offered]
    if target.type is FieldType.CHOICES:
        rest = [one for one in picked if one not in kept]
        return kept, rest if isinstance(value, list) else next(iter(rest), None)  # a single answer is said as one
    if len(picked) == 1 and kept:
        return kept[0], None
    return None, value  # of several the form does not guess which one


def _rows(field: FormField, target: FormField, value: Any) -> tuple[Any, list[Left]]:
    """Column by column; what a row loses is said with the number of the row."""
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        return None, [_left(field, value)]
    columns = {column.key: column for column in field.columns}
    targets = {column.key: column for column in target.columns}
    kept: list[dict[str, Any]] = []
    lost: dict[str, list[str]] = {}
    for number, row in enumerate(value, start=1):
        fitting: dict[str, Any] = {}
        for key, cell in row.items():
            column = columns.get(key)
            fits, rest = _fits(column, targets.get(key), cell) if column is not None else (None, cell)
            if fits not in _EMPTY:
                fitting[key] = fits
            if rest not in _EMPTY:
                lost.setdefault(key, []).append(f"{number}. {_shown(column, rest)}")
        if fitting:
            kept.append(fitting)
    return kept, [_lost(field, columns.get(key), key, shown) for key, shown in lost.items()]


def _lost(field: FormField, column: FormField | None, key: str, shown: list[str]) -> Left:
    label, label_en = (column.label.id, column.label.en) if column is not None else (key, "")
    english = f"{field.label.en}: {label_en or label}" if field.label.en else ""
    return Left(f"{field.key}.{key}", f"{field.label.id}: {label}", english, "\n".join(shown))


def _left(field: FormField, value: Any) -> Left:
    return Left(field.key, field.label.id, field.label.en, _shown(field, value))


def _shown(field: FormField | None, value: Any) -> str:
    if field is None or isinstance(value, Mapping):
        return _as_words(value)
    if field.type is FieldType.ROWS:
        return "\n".join(_row(field, number, row) for number, row in enumerate(_listed(value), start=1))
    if isinstance(value, list):
        single = field.model_copy(update={"type": FieldType.CHOICE})
        return ", ".join(display(single, one) for one in value)
    if field.type is FieldType.COMPUTED:
        return _as_words(value)
    return display(field, value) or _as_words(value)


def _row(field: FormField, number: int, row: Any) -> str:
    if not isinstance(row, Mapping):
        return f"{number}. {_as_words(row)}"
    columns = {column.key: column for column in field.columns}
    cells = [
        f"{columns[key].label if key in columns else key}: {_shown(columns.get(key), cell)}"
        for key, cell in row.items()
        if cell not in _EMPTY
    ]
    return f"{number}. {', '.join(cells)}"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _as_words(value: Any) -> str:
    """Without a field that knows how: a sealed number masked, lists and rows one after the other."""
    if isinstance(value, Mapping):
        return mask(str(value.get("last4", ""))) if "enc" in value else ", ".join(_parts(value.values()))
    return ", ".join(_parts(value)) if isinstance(value, list) else str(value)


def _parts(values: Any) -> Iterator[str]:
    return (_as_words(value) for value in values if value not in _EMPTY)
