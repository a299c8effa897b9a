"""How a stored answer reads on pages and letters, in the active language."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from applications.answers import computed, points, rules, villages
from applications.answers.cleaning import said_number
from applications.answers.visibility import shown_answers, shown_fields
from applications.catalogue.conditions import date_of, number_of
from applications.catalogue.schema import NO, NUMERIC, SEALED, YES, FieldType, FormField, PermitTypeSpec, Section
from perizinan.accounts import identity
from perizinan.vault import mask
from perizinan.web import texts


class Table(NamedTuple):
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """(head, cell), for a phone, where each row is a card."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


class Answer(NamedTuple):
    label: str
    text: str
    table: Table | None = None  # of rows
    map_url: str = ""  # of a point


@dataclass(frozen=True)
class SummarySection:
    section: Section
    answers: tuple[Answer, ...]  # an empty answer has an empty text
    change: str = ""  # where the applicant changes them; a page sets it with dataclasses.replace

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """(question, answer), where text is enough."""
        return tuple((answer.label, answer.text) for answer in self.answers)

    @property
    def key(self) -> str:
        return self.section.key

    @property
    def title(self) -> str:
        return str(self.section.title)


def display(
    field: FormField,
    value: Any,
    *,
    answers: Mapping[str, Any] | None = None,
    spec: PermitTypeSpec | None = None,
    mask_numbers: bool = True,
) -> str:
    """Words that could not be read are shown as they were typed. Numbers of persons are masked unless asked for.

    A computed field is worked out from `answers`, unless `value` is its text already."""
    if field.type is FieldType.COMPUTED:
        worked_out = computed.text_of(spec, field, answers) if spec is not None and answers is not None else ""
        return worked_out or str(value or "")
    if value in rules.NOTHING:
        return ""
    if field.type in SEALED:
        return _number_of_person(field, value, mask_numbers=mask_numbers)
    if field.type is FieldType.ROWS:
        return "\n".join(_lines(field, value, mask_numbers=mask_numbers))
    if field.type is FieldType.CHOICES:
        return "; ".join(_choice(field, each) for each in rules.typed_again(field, value))
    if rules.problem(field, value):
        return str(value)
    shown: Callable[[FormField, Any], str] = _DISPLAYS.get(field.type, _plain)
    return shown(field, value)


def summary_rows(
    spec: PermitTypeSpec, given: Mapping[str, Any], *, mask_numbers: bool = True
) -> tuple[SummarySection, ...]:
    """All shown questions with their answers, by section; also those of officers, once one of them is answered."""
    answers, shown = computed.with_computed(spec, shown_answers(spec, given)), shown_fields(spec, given)
    return tuple(
        SummarySection(section, tuple(_summary(asked, answers, mask_numbers=mask_numbers)))
        for section in spec.sections
        if (asked := [field for field in section.fields if field.key in shown])
        and (section.stage is None or any(field.key in given for field in asked))
    )


def _summary(asked: list[FormField], answers: Mapping[str, Any], *, mask_numbers: bool) -> Iterator[Answer]:
    for field in asked:
        value = answers.get(field.key)
        if field.type is FieldType.COMPUTED and not value:
            continue  # nobody could have answered it
        text = display(field, value, mask_numbers=mask_numbers)
        table = as_table(field, value, mask_numbers=mask_numbers) if field.type is FieldType.ROWS and text else None
        url = points.map_url(value) if field.type is FieldType.POINT and isinstance(value, str) else ""
        yield Answer(str(field.label), text, table, url)


def as_table(field: FormField, value: Any, *, mask_numbers: bool = True) -> Table:
    """Rows as a table: the labels of the columns, then the cells, "" for an empty one."""
    rows = rules.rows_of(field, value)
    return Table(
        tuple(str(column.label) for column in field.columns),
        tuple(
            tuple(display(column, row.get(column.key), mask_numbers=mask_numbers) for column in field.columns)
            for row in rows
        ),
    )


def in_field(field: FormField, value: Any) -> str:
    """What stands in the input again: dates as words, numbers in groups, nothing masked. Not for rows and choices."""
    if value in rules.NOTHING or field.type is FieldType.COMPUTED:
        return ""
    if field.type in _AS_THEY_ARE:
        return str(value)
    if field.type in NUMERIC:
        return _number_in_field(field, value)
    return display(field, value, mask_numbers=False).replace(texts.NBSP, " ")


def _lines(field: FormField, value: Any, *, mask_numbers: bool) -> list[str]:
    """1. Nama: Ayu; NIM: 123."""
    table = as_table(field, value, mask_numbers=mask_numbers)
    lines = []
    for number, row in enumerate(table.rows, start=1):
        cells = [(head, cell) for head, cell in zip(table.heads, row, strict=True) if cell]
        said = "; ".join(cell if len(table.heads) == 1 else f"{head}: {cell}" for head, cell in cells)
        lines.append(f"{number}. {said}")
    return lines


def _number_of_person(field: FormField, value: Any, *, mask_numbers: bool) -> str:
    if mask_numbers:
        return mask(value.get("last4", "")) if isinstance(value, Mapping) else mask("")
    return texts.berkelompok(rules.typed_again(field, value))


def _plain(_field: FormField, value: Any) -> str:
    return str(value)


def _number(field: FormField, value: Any) -> str:
    number = number_of(value)
    return said_number(number, field.unit) if number is not None else str(value)


def _number_in_field(field: FormField, value: Any) -> str:
    """As people write it here: 1.250,5. In English without groups, which would be read as a decimal point."""
    number = number_of(value)
    if number is None or rules.problem(field, value):
        return str(value)
    if (get_language() or "id").startswith("en"):
        text = format(number, "f")
        return text if field.decimals < MISREAD else text.replace(".", ",")
    return said_number(number)


def _money(_field: FormField, value: Any) -> str:
    return texts.rupiah(int(value))


def _date(_field: FormField, value: Any) -> str:
    day = date_of(value)
    return texts.tanggal(day) if day else str(value)


def _choice(field: FormField, value: Any) -> str:
    return next((str(option.label) for option in field.options if option.value == value), str(value))


def _yes_no(_field: FormField, value: Any) -> str:
    return {YES: _("Ya"), NO: _("Tidak")}.get(value, str(value))


def _phone(_field: FormField, value: Any) -> str:
    return texts.berkelompok(identity.local_phone(str(value)))


def _village(_field: FormField, value: Any) -> str:
    return villages.said(str(value))


MISREAD = 3  # three digits after a point read as thousands
_AS_THEY_ARE = frozenset({FieldType.CHOICE, FieldType.YES_NO, FieldType.VILLAGE})
_DISPLAYS: dict[FieldType, Callable[[FormField, Any], str]] = {
    FieldType.NUMBER: _number,
    FieldType.MONEY: _money,
    FieldType.DATE: _date,
    FieldType.CHOICE: _choice,
    FieldType.YES_NO: _yes_no,
    FieldType.PHONE: _phone,
    FieldType.VILLAGE: _village,
}
