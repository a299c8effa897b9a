"""Parts and values of a type as the reader of a comparison knows them. Pure."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from applications.catalogue import condition_words, spoken, terms
from applications.catalogue.conditions import Condition
from applications.catalogue.diff_words import KEYED, VALUES
from applications.catalogue.schema import (
    Closing,
    FormField,
    Period,
    PermitTypeSpec,
    Redirect,
    Requirement,
    Section,
    Source,
    Stage,
    Text,
)
from perizinan.accounts.roles import Role
from perizinan.web import texts


def key(entry: Any, kind: str) -> str:
    return str(getattr(entry, KEYED[kind][0]))


def name(entry: Any, kind: str) -> str:
    if kind == "KindOffer":
        return terms.word(terms.KINDS, entry.kind)
    return str(getattr(entry, KEYED[kind][1])) or key(entry, kind)


def described(entry: Any, kind: str, spec: PermitTypeSpec) -> str:
    """Luas (angka), bila Jenis = Videotron: what comes or goes is said with all that comes or goes with it."""
    said = name(entry, kind)
    if more := "; ".join(_parts(entry)):
        said = f"{said} ({more})"
    condition = getattr(entry, "show_if", None)
    if condition is None:
        return said
    condition_said = condition_words.sentence(condition, spec)
    return _("%(name)s, bila %(condition)s") % {"name": said, "condition": condition_said}


def _parts(entry: Any) -> Iterator[str]:
    match entry:
        case Section():
            yield from (f"{field.label}: {terms.word(terms.FIELD_TYPES, field.type)}" for field in entry.fields)
        case FormField():
            yield terms.word(terms.FIELD_TYPES, entry.type)
            yield from (str(option.label) for option in entry.options)
            yield from (str(column.label) for column in entry.columns)
            if not entry.required:
                yield _("boleh kosong")
        case Requirement() if not entry.required:
            yield _("tidak wajib")
        case Stage():
            yield terms.word(terms.STAGE_KINDS, entry.kind)
            yield f"{Role(entry.role.lower()).label}, {entry.unit}"
            yield texts.jumlah_hari(entry.days)
            if entry.with_previous:
                yield _("bersamaan dengan tahap di atas")


def say(value: Any, attribute: str, spec: PermitTypeSpec, *, whole: bool = False) -> str:
    """A value as a reader knows it; `whole` also shows what the words alone would hide."""
    if value is None or value == "":
        return ""
    if attribute in VALUES:
        said = terms.word(VALUES[attribute], str(value))
        return said if whole else quoted(said)
    match value:
        case Condition():
            return quoted(condition_words.sentence(value, spec))
        case Text() if whole:
            return f"{value.id} / {value.en}" if value.en else value.id
        case Source():
            return f"{value.text} ({value.confidence or '-'})"
        case Period():
            return _period(value)
        case bool():
            return _("ya") if value else _("tidak")
        case int() if attribute == "Fee.amount" or attribute.startswith("Rate.amounts"):
            return texts.rupiah(value)
        case int() | float():
            return spoken.number_text(value)
        case tuple() if all(isinstance(part, str) for part in value):
            return ": ".join(value)
        case Closing() | Redirect():
            known = (getattr(value, name, None) for name in ("title", "text", "url", "successor"))
            return quoted("; ".join(str(part) for part in known if part))
        case BaseModel() if not whole and (hasattr(value, "title") or hasattr(value, "text")):
            return quoted(str(getattr(value, "title", None) or getattr(value, "text", "")) or _compact(value))
        case BaseModel():
            return _compact(value)
    return quoted(str(value)) if not whole else str(value)


def _period(value: Period) -> str:
    named = ((_("tahun"), value.years), (_("bulan"), value.months), (_("hari"), value.days))
    return " ".join(f"{count}{texts.NBSP}{word}" for word, count in named if count)


def quoted(text: str) -> str:
    return f"“{text}”" if text else ""


def _compact(value: Any) -> str:
    return json.dumps(as_json(value), ensure_ascii=False)


def as_json(value: Any) -> Any:
    return value.model_dump(mode="json", by_alias=True, exclude_none=True) if isinstance(value, BaseModel) else value
