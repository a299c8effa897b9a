"""One answer of one field: what people type -> what is stored, or the sentences that say what to mend."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from applications.answers import cleaning
from applications.answers.cleaning import Wrong
from applications.catalogue.conditions import number_of
from applications.catalogue.fields import MOST_ROWS
from applications.catalogue.schema import NUMERIC, SEALED, FieldType, FormField
from perizinan.vault import seal, unseal

LONGEST_TYPED = 20_000  # kept of one field even when it is too long to be right
MOST_KEPT = 2 * MOST_ROWS  # rows, also when they are too many to be right
_CHOSEN = frozenset({FieldType.CHOICE, FieldType.CHOICES, FieldType.YES_NO, FieldType.VILLAGE})
NOTHING: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True)
class Flaw:
    """`row` from 0 and `column` only inside rows. `missing`: nothing was typed."""

    sentence: str
    missing: bool = False
    row: int | None = None
    column: str = ""

    @property
    def cell(self) -> str:
        """What the id of its input adds to the field's."""
        return "" if self.row is None else f"-{self.row}-{self.column}"


def tidy(typed: str) -> str:
    """Without characters nobody sees and no database keeps; the words stay as typed."""
    text = typed[:LONGEST_TYPED].replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"}).strip()


def stored(field: FormField, typed: Any) -> Any:
    """The value for AnswerSet.data. Never refuses: words that cannot be read are kept as typed. Empty is None.

    `typed`: a str; of several choices also a list of str, of rows a list of dicts."""
    if field.type is FieldType.COMPUTED:
        return None
    if field.type is FieldType.ROWS:
        return _rows(field, typed) or None
    if field.type is FieldType.CHOICES:
        values = [text for each in _listed(typed)[: 2 * len(field.options)] if (text := tidy(str(each)))]
        return _or_as_typed(cleaning.choices, field, list(dict.fromkeys(values))) or None
    text = tidy(typed) if isinstance(typed, str) else ""
    if not text:
        return None
    try:
        value = cleaning.clean(field, text)
    except Wrong:
        if field.type in NUMERIC:  # its unit stands beside the input anyway, and conditions compare the number
            number = cleaning.bare(field, text)
            return number if number_of(number) is not None else text
        return {**seal(text), "wrong": "1"} if field.type in SEALED else text
    return seal(value) if field.type in SEALED else value


def flaws(field: FormField, value: Any) -> Iterator[Flaw]:
    """What is wrong with a stored value by itself. Nothing stored is no flaw of this rule."""
    if value in NOTHING or field.type is FieldType.COMPUTED:
        return
    if field.type is FieldType.ROWS:
        yield from _flaws_of_rows(field, value)
    elif field.type not in SEALED or not isinstance(value, Mapping) or "wrong" in value:
        try:
            if field.type is FieldType.CHOICES:
                cleaning.choices(field, _listed(value))
            else:
                cleaning.clean(field, typed_again(field, value))
        except Wrong as wrong:
            yield Flaw(wrong.sentence)


def problem(field: FormField, value: Any) -> str:
    """The first sentence about what is typed and cannot be right, or empty."""
    return next((flaw.sentence for flaw in flaws(field, value) if not flaw.missing), "")


def typed_again(field: FormField, value: Any) -> Any:
    """A stored value as somebody could have typed it."""
    if field.type is FieldType.ROWS:
        columns = {column.key: column for column in field.columns}
        return [
            {k: typed_again(columns[k], v) for k, v in row.items() if k in columns} for row in rows_of(field, value)
        ]
    if field.type is FieldType.CHOICES:
        return _listed(value)
    if field.type in SEALED and isinstance(value, Mapping):
        return unseal(value)
    return "" if value is None else str(value)


def same(field: FormField, one: Any, other: Any) -> bool:
    """Sealing the same number twice gives two ciphertexts."""
    if one == other:
        return True
    sealed = field.type in SEALED or any(column.type in SEALED for column in field.columns)
    return sealed and bool(one) and bool(other) and typed_again(field, one) == typed_again(field, other)


def rows_of(field: FormField, value: Any) -> list[Mapping[str, Any]]:
    """The rows of a stored value; words that came from elsewhere stand in the first column, lest they get lost."""
    if isinstance(value, str) and value:
        return [{field.columns[0].key: value}]
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def missing(field: FormField) -> str:
    label = str(field.label)
    if label.endswith("?"):
        return _("Pertanyaan “%(label)s” belum dijawab.") % {"label": label}
    return (_("%(label)s belum dipilih.") if field.type in _CHOSEN else _("%(label)s belum diisi.")) % {"label": label}


def _rows(field: FormField, typed: Any) -> list[dict[str, Any]]:
    """Without empty cells and empty rows."""
    found = []
    for row in rows_of(field, typed)[:MOST_KEPT]:
        cells = {column.key: stored(column, row.get(column.key)) for column in field.columns}
        if kept := {key: value for key, value in cells.items() if value is not None}:
            found.append(kept)
    return found


def _flaws_of_rows(field: FormField, value: Any) -> Iterator[Flaw]:
    rows = rows_of(field, value)
    for number, row in enumerate(rows):
        for column in field.columns:
            cell = row.get(column.key)
            if cell in NOTHING:
                found = [Flaw(missing(column), missing=True)] if column.required else []
            else:
                found = list(flaws(column, cell))
            for flaw in found:
                yield Flaw(in_row(number, flaw.sentence), missing=flaw.missing, row=number, column=column.key)
    if len(rows) > field.most_rows:
        said = {"label": field.label, "most": field.most_rows, "typed": len(rows)}
        yield Flaw(_("%(label)s paling banyak %(most)s baris. Anda mengisi %(typed)s.") % said)


def in_row(number: int, sentence: str) -> str:
    return _("Baris %(number)s: %(sentence)s") % {"number": number + 1, "sentence": sentence}


def _or_as_typed(read: Any, field: FormField, values: list[str]) -> Any:
    try:
        return read(field, values)
    except Wrong:
        return values


def _listed(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(each) for each in value]
    return [value] if isinstance(value, str) and value else []
