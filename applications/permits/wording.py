"""The words of a letter: places in the type's wording filled from one case. Plain text in, plain text out."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from num2words import num2words

from applications.answers.format import display
from applications.answers.visibility import shown_fields
from applications.catalogue.charges import charge
from applications.catalogue.problems import places
from applications.catalogue.schema import PERSONAL, FieldType, Letter, LetterStyle, PermitTypeSpec, RowsTable
from applications.catalogue.spoken import kind_name
from applications.permits.validity import settled
from perizinan.papers import Row, Table
from perizinan.web.texts import rupiah, tanggal


@dataclass(frozen=True)
class Told:
    """One case as its letter tells it."""

    spec: PermitTypeSpec
    kind: str
    answers: Mapping[str, Any]  # those that count, without facts
    facts: Mapping[str, str]  # @kind, @capacity, @holder
    applicant: str
    place: str
    case_number: str
    submitted_at: datetime.datetime
    former_number: str  # of the permit it is about; empty for a new one
    valid_until: datetime.date | None

    @property
    def letter(self) -> Letter:
        return self.spec.letter_for(self.kind)


def values(told: Told) -> dict[str, str]:
    """Every place a letter may name, in the active language."""
    spec = told.spec
    answers = settled(spec, told.kind, told.answers, told.valid_until)
    given = {**answers, **told.facts}
    shown = shown_fields(spec, given)
    found = {
        field.key: display(field, answers.get(field.key), answers=answers, spec=spec) if field.key in shown else ""
        for field in spec.all_fields()
        if field.type is not FieldType.ROWS
    }
    return found | {
        "pemohon": told.applicant,
        "lokasi": told.place,
        "nomor_permohonan": told.case_number,
        "tanggal_permohonan": tanggal(told.submitted_at),
        "jenis_permohonan": kind_name(told.kind),
        "izin_lama": f"Nomor {told.former_number}" if told.former_number else "",
        "berlaku_sampai": tanggal(told.valid_until) if told.valid_until else "",
        "biaya": _cost(spec, given),
    }


def _cost(spec: PermitTypeSpec, given: Mapping[str, Any]) -> str:
    """Empty where somebody else assesses it."""
    amount = charge(spec, given).amount
    return "" if amount is None else rupiah(amount) if amount else "Tidak dipungut biaya"


def fill(wording: str, said: Mapping[str, str]) -> str:
    """One pass, so that what an applicant typed is never read as a place. A place left empty shows as a dash: whoever
    endorses and signs sees it."""
    return re.sub(r"\{([a-z0-9_]+)\}", lambda place: said.get(place.group(1)) or "-", wording)


def answered(wording: str, said: Mapping[str, str]) -> bool:
    return all(said.get(name) for name in places(wording))


def rows(pairs: Iterable[tuple[str, str]], said: Mapping[str, str]) -> list[Row]:
    """A row whose places are not all answered is left out of the letter."""
    return [Row(label=label, value=fill(wording, said)) for label, wording in pairs if answered(wording, said)]


def noted(lines: Iterable[str], said: Mapping[str, str]) -> list[str]:
    return [fill(line, said) for line in lines if answered(line, said)]


def tables(told: Told) -> Iterator[Table]:
    for each in told.letter.tables:
        if (table := _table(each, told)) is not None:
            yield table


def _table(each: RowsTable, told: Told) -> Table | None:
    """Columns the type chose, else all that hold nothing personal; a column nobody filled is left out."""
    answered = told.answers.get(each.field) or []
    columns = [
        column
        for column in told.spec.field(each.field).columns
        if (column.key in each.columns if each.columns else column.type not in PERSONAL)
        and any(row.get(column.key) not in (None, "") for row in answered)
    ]
    if not columns:
        return None
    if each.columns:
        columns.sort(key=lambda column: each.columns.index(column.key))
    cells = [[display(column, row.get(column.key)) or "-" for column in columns] for row in answered]
    return Table(title=each.title, heads=[column.label.id for column in columns], rows=cells)


def clauses(lines: Iterable[str]) -> list[str]:
    """Menimbang, Mengingat and Memperhatikan: each ends with a semicolon, however the type wrote it."""
    return [line.rstrip(" .;,") + ";" for line in lines]


def rulings(lines: Iterable[str]) -> list[Row]:
    """KESATU, KEDUA ... KEDUA BELAS."""
    return [Row(label=_ordinal(number), value=line) for number, line in enumerate(lines, start=1)]


def _ordinal(number: int) -> str:
    return "KESATU" if number == 1 else "KE" + str(num2words(number, lang="id")).upper()


def is_decree(letter: Letter) -> bool:
    return letter.style is LetterStyle.DECREE
