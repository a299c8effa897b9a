"""Dates against another date and against the day a case is sent. Pure: that day comes in as facts of the case."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from applications.catalogue.schema import FieldType, FormField, PermitTypeSpec
from perizinan.web.texts import tanggal

TODAY = "@today"  # fact: the day the case would be sent
EARLIEST = "@earliest"  # fact: that day and the processing limit in working days
OPEN = "@open_dates"  # fact: the fields whose `earliest` is demanded; without it, all


def as_date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def inside(label: str) -> str:
    """A label in the middle of a sentence: Tanggal mulai -> tanggal mulai, but NIK stays."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def too_early(field: FormField, value: Any, other: FormField, other_value: Any) -> str:
    """Both dates must be readable; else their own sentences are enough."""
    day, other_day = as_date(value), as_date(other_value)
    if day is None or other_day is None or day >= other_day:
        return ""
    return _("%(label)s lebih awal dari %(other)s.") % {"label": field.label, "other": inside(str(other.label))}


def earliest(field: FormField, given: Mapping[str, Any], *, of: str = "") -> date | None:
    """The first day this field may name, where that is demanded now. `of`: the field a column belongs to."""
    if not field.earliest or (of or field.key) not in given.get(OPEN, (of or field.key,)):
        return None
    return as_date(given.get(TODAY if field.earliest == "today" else EARLIEST))


def problem(field: FormField, value: Any, given: Mapping[str, Any], *, of: str = "") -> str:
    """The sentence about one date, or empty."""
    day, today = as_date(value), as_date(given.get(TODAY))
    if day is None or field.type is not FieldType.DATE:
        return ""
    first = earliest(field, given, of=of)
    if first is not None and day < first:
        said = {"label": field.label, "day": tanggal(first)}
        if field.earliest == "today":
            return _("%(label)s sudah lewat. Paling awal hari ini, %(day)s.") % said
        return _("%(label)s paling awal %(day)s, karena kami memerlukan waktu untuk memproses permohonan ini.") % said
    if field.latest and today is not None and day > today:
        said = {"label": field.label, "day": tanggal(today)}
        return _("%(label)s belum tiba. Paling akhir hari ini, %(day)s.") % said
    return ""


def problems(
    spec: PermitTypeSpec, field: FormField, value: Any, answers: Mapping[str, Any]
) -> Iterator[tuple[int | None, str, str]]:
    """(row, column, sentence) of a field whose value is right by itself; row and column only inside rows."""
    if field.type is FieldType.ROWS and isinstance(value, list):
        for number, row in enumerate(value):
            for column in field.columns:
                if sentence := problem(column, row.get(column.key), answers, of=field.key):
                    yield number, column.key, sentence
        return
    sentence = problem(field, value, answers)
    if not sentence and field.not_before is not None:
        sentence = too_early(field, value, spec.field(field.not_before), answers.get(field.not_before))
    if sentence:
        yield None, "", sentence


def hint(field: FormField, given: Mapping[str, Any]) -> str:
    """Said beside the field before anybody gets it wrong."""
    first = earliest(field, given)
    return _("Paling awal %(day)s.") % {"day": tanggal(first)} if first is not None else ""
