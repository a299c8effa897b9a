"""Dates against another date and against the day a case is sent. Pure: that day comes in as facts of the case."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from applications.catalogue.conditions import date_of
from applications.catalogue.schema import FieldType, FormField, PermitTypeSpec
from applications.catalogue.spoken import inside
from perizinan.web.texts import tanggal

TODAY = "@today"  # fact: the day the case would be sent
EARLIEST = "@earliest"  # fact: that day and the processing limit in working days
OPEN = "@open_dates"  # fact: the fields whose `earliest` is demanded; without it, all


def too_early(field: FormField, value: Any, other: FormField, other_value: Any) -> str:
    """Both dates must be readable; else their own sentences are enough."""
    day, other_day = date_of(value), date_of(other_value)
    if day is None or other_day is None or day >= other_day:
        return ""
    return _("%(label)s lebih awal dari %(other)s.") % {"label": field.label, "other": inside(str(other.label))}


def earliest(field: FormField, given: Mapping[str, Any], *, of: str = "") -> date | None:
    """The first day this field may name, where that is demanded now. `of`: the field a column belongs to."""
    if not field.earliest or (of or field.key) not in given.get(OPEN, (of or field.key,)):
        return None
    return date_of(given.get(TODAY if field.earliest == "today" else EARLIEST))


def problem(field: FormField, value: Any, given: Mapping[str, Any], *, of: str = "") -> str:
    """The sentence about one date, or empty."""
    day, today = date_of(value), date_of(given.get(TODAY))
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
                cell = row.get(column.key)
                sentence = problem(column, cell, answers, of=field.key)
                if sentence := sentence or _follows(spec, column, cell, answers, row=row, beside=field.columns):
                    yield number, column.key, sentence
    elif sentence := problem(field, value, answers) or _follows(spec, field, value, answers):
        yield None, "", sentence


def _follows(
    spec: PermitTypeSpec,
    field: FormField,
    value: Any,
    answers: Mapping[str, Any],
    *,
    row: Mapping[str, Any] | None = None,
    beside: Iterable[FormField] = (),
) -> str:
    """`not_before` of a column names another one of its row, else a field of the form."""
    if field.not_before is None:
        return ""
    other = next((column for column in beside if column.key == field.not_before), None)
    if other is not None:
        return too_early(field, value, other, (row or {}).get(other.key))
    return too_early(field, value, spec.field(field.not_before), answers.get(field.not_before))


def hints(field: FormField, given: Mapping[str, Any]) -> dict[str, str]:
    """Said beside a date before anybody gets it wrong: under "" of the field, of a column under its key."""
    asked = {"": field, **{column.key: column for column in field.columns}}
    days = {key: earliest(each, given, of=field.key) for key, each in asked.items()}
    return {key: _("Paling awal %(day)s.") % {"day": tanggal(day)} for key, day in days.items() if day is not None}
