"""One field as a template draws it: its words, its input, what stands in it, what is wrong with it.

Plain objects instead of Django's bound fields: saving reads `rules`, so a form has nothing to clean, and 150 fields
are drawn without 150 templates of widgets.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from applications.answers import cleaning, rules, villages
from applications.answers.format import in_field
from applications.catalogue.schema import NO, YES, FieldType, FormField

MOST_RADIOS = 10  # with more options a list takes less room
ONE_LINE = 200  # letters; a title of 300 would scroll inside its line
SPARE_ROWS = 2  # empty ones, for people without JavaScript; static/js/rows.js leaves as many as are needed
NO_NOTES: Mapping[str, str] = MappingProxyType({})
NEW_ROW = "__n__"  # stands for the number of a row in the template that rows.js copies


class Picked(NamedTuple):
    id: str
    value: str
    label: str
    chosen: bool


class RowOfCells(NamedTuple):
    number: int | str  # from 1
    at: int | str  # from 0, as in the names of its inputs
    cells: "list[Question]"


class Question:
    """`name` of the input, of a cell "anggota-0-nama". `errors`: sentences by the end of that name, "" for its own.
    `notes`: what it says before anybody is wrong, "" for its own, of cells by the key of their column."""

    show_if = ""  # JSON for the browser
    condition = ""  # the same in words, for people without JavaScript

    def __init__(
        self,
        field: FormField,
        value: Any,
        errors: Mapping[str, list[str]],
        *,
        name: str = "",
        notes: Mapping[str, str] = NO_NOTES,
        more: int = 0,
    ) -> None:
        self.field, self.key, self.name = field, field.key, name or field.key
        self.id = f"id_{self.name}"
        self.label, self.hint, self.note = str(field.label), str(field.help), notes.get("", "")
        self.optional = not field.required and field.type is not FieldType.COMPUTED
        self.errors = errors.get("", [])
        self.part = _part(field, inside=bool(name))
        self.unit = str(field.unit) if field.type is FieldType.NUMBER else ""
        described = [(self.hint or self.note, "helptext"), (self.errors, "error"), (self.unit, "unit")]
        self.described = " ".join(f"{self.id}_{end}" for said, end in described if said)
        self.raw, self.cell_errors, self.notes, self.more = value, errors, notes, more
        self.value = "" if self.part in _WITHOUT_VALUE else in_field(field, value)

    @property
    def template(self) -> str:
        return f"answers/parts/{self.part}.html"

    @property
    def attrs(self) -> SafeString:
        return _ATTRS.get(self.field.type, _NO_ATTRS)

    @property
    def picks(self) -> list[Picked]:
        chosen = set(rules.typed_again(self.field, self.raw)) if self.several else {self.value}
        options = _options(self.field)
        return [Picked(f"{self.id}_{n}", v, label, v in chosen) for n, (v, label) in enumerate(options)]

    @property
    def several(self) -> bool:
        return self.field.type is FieldType.CHOICES

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """(name of the group, [(value, label)]); options without groups stand in one without a name."""
        if self.field.type is FieldType.VILLAGE:
            return villages.by_district()
        return [("", _options(self.field))]

    @property
    def lost(self) -> str:
        """A value that stands in no list any more is offered again, lest it get lost."""
        known = {value for _group, options in self.groups for value, _label in options}
        return "" if self.value in known else self.value

    @property
    def units(self) -> str:
        """For static/js/conditions.js: its unit in both languages."""
        return "|".join(cleaning.units(self.field))

    @property
    def lines(self) -> int:
        return 4 if self.field.max_length > 300 else 2

    # --- rows

    @property
    def rows(self) -> list[RowOfCells]:
        typed = rules.rows_of(self.field, self.raw)
        spare = max(0, min(max(SPARE_ROWS, self.more), self.field.most_rows - len(typed)))
        return [self._row(n + 1, n, row) for n, row in enumerate([*typed, *[{}] * spare])]

    @property
    def filled(self) -> int:
        return len(rules.rows_of(self.field, self.raw))

    @property
    def full(self) -> bool:
        return self.filled >= self.field.most_rows

    @property
    def new_row(self) -> RowOfCells:
        return self._row("", NEW_ROW, {})

    def _row(self, number: int | str, index: int | str, row: Mapping[str, Any]) -> RowOfCells:
        cells = []
        for column in self.field.columns:
            end = f"-{index}-{column.key}"
            errors = {"": self.cell_errors.get(end, [])}
            notes = {"": self.notes.get(column.key, "")}
            cells.append(Question(column, row.get(column.key), errors, name=f"{self.key}{end}", notes=notes))
        return RowOfCells(number, index, cells)


def _part(field: FormField, *, inside: bool) -> str:
    """The template of its input. Inside a row a list takes less room than radios."""
    if field.type in {FieldType.CHOICE, FieldType.YES_NO}:
        return "list" if inside or len(field.options) > MOST_RADIOS else "picks"
    if field.type is FieldType.TEXT and field.max_length > ONE_LINE and not inside:
        return "long"
    return _PARTS.get(field.type, "line")


def _options(field: FormField) -> list[tuple[str, str]]:
    if field.type is FieldType.YES_NO:
        return [(YES, _("Ya")), (NO, _("Tidak"))]
    return [(option.value, str(option.label)) for option in field.options]


def _written(attrs: Iterable[tuple[str, str]]) -> SafeString:
    return format_html_join("", ' {}="{}"', attrs)


_PARTS = {
    FieldType.LONG_TEXT: "long",
    FieldType.CHOICES: "picks",
    FieldType.VILLAGE: "list",
    FieldType.POINT: "point",
    FieldType.ROWS: "rows",
    FieldType.COMPUTED: "computed",
}
_WITHOUT_VALUE = frozenset({"rows", "computed"})
_DIGITS = (("class", "w16 number"), ("inputmode", "numeric"), ("autocomplete", "off"))
_NO_ATTRS = _written([("type", "text")])
_ATTRS: dict[FieldType, SafeString] = {
    FieldType.NIK: _written([("type", "text"), *_DIGITS, ("data-group", "4")]),
    FieldType.NPWP: _written([("type", "text"), *_DIGITS, ("data-group", "4")]),
    FieldType.NIB: _written([("type", "text"), *_DIGITS, ("data-group", "4")]),
    FieldType.PHONE: _written(
        [("type", "text"), ("class", "w16 number"), ("inputmode", "tel"), ("autocomplete", "tel"), ("data-group", "4")]
    ),
    FieldType.NUMBER: _written([("type", "text"), ("class", "w6 number"), ("inputmode", "decimal")]),
    FieldType.MONEY: _written([("type", "text"), ("class", "w16 number"), ("inputmode", "numeric")]),
    FieldType.DATE: _written([("type", "text"), ("class", "w16"), ("autocomplete", "off")]),
    FieldType.EMAIL: _written([("type", "email"), ("inputmode", "email"), ("autocomplete", "email")]),
}
