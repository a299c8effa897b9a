"""Letters, number series, and what stands on the public proof page."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from applications.catalogue.fields import PERSONAL, SEALED, FieldType, FormField
from applications.catalogue.letters import Letter, LetterStyle, RowsTable

if TYPE_CHECKING:
    from applications.catalogue.schema import PermitTypeSpec

# Places every letter may name beside the fields of its form.
LETTER_FACTS = frozenset(
    {
        "pemohon",
        "lokasi",
        "nomor_permohonan",
        "tanggal_permohonan",
        "jenis_permohonan",
        "izin_lama",
        "berlaku_sampai",
        "biaya",
    }
)
_PLACE = re.compile(r"\{([a-z0-9_]+)\}")
_NUMBER_PLACE = re.compile(r"\{([^{}]*)\}")
_NUMBER_TOKEN = re.compile(r"urut(:0[1-9])?|unit|tahun|bulan_romawi")


def places(wording: str) -> list[str]:
    return _PLACE.findall(wording)


def public(spec: "PermitTypeSpec") -> Iterator[str]:
    types = {field.key: field.type for field in spec.all_fields()}
    for key in spec.public_fields:
        if types.get(key) in PERSONAL:
            yield f"public_fields: {key} is personal and may not stand on a public page"
        if types.get(key) is FieldType.ROWS:
            yield f"public_fields: {key} is a list of rows and may not stand on a public page"


def numbering(spec: "PermitTypeSpec") -> Iterator[str]:
    if spec.numbering is None:
        return
    if spec.numbering.start is None:
        yield f"numbering: the series {spec.numbering.series} has no start value"
    found = _NUMBER_PLACE.findall(spec.numbering.pattern)
    if "urut" not in (place.partition(":")[0] for place in found):
        yield "numbering: the pattern lacks {urut}, so two permits could get one number"
    if "tahun" not in found:
        yield "numbering: the pattern lacks {tahun}, and a series begins anew each year"
    if set("{}") & set(_NUMBER_PLACE.sub("", spec.numbering.pattern)):
        yield "numbering: a bracket that encloses no place in the pattern"
    for place in found:
        if not _NUMBER_TOKEN.fullmatch(place):
            yield f"numbering: unknown place {{{place}}}"


def wordings(letter: Letter) -> Iterator[str]:
    yield from (letter.opening, letter.subject_intro, letter.validity, letter.about)
    yield from (*letter.conditions, *letter.considering, *letter.noting, *letter.rulings)
    yield from (wording for _, wording in (*letter.holder, *letter.subject))


def fixed(letter: Letter) -> Iterator[str]:
    """What stands on the paper as it is: no place is filled here."""
    yield from (letter.title, *letter.copies, *(table.title for table in letter.tables))
    yield from (label for label, _ in (*letter.holder, *letter.subject))


def letters(spec: "PermitTypeSpec") -> Iterator[str]:
    offered = {offer.kind for offer in spec.kinds}
    for kind in spec.letters:
        if kind not in offered:
            yield f"letters.{kind}: the type does not offer {kind}"
    fields = {field.key: field for field in spec.all_fields()}
    known = {key for key, field in fields.items() if field.type is not FieldType.ROWS} | LETTER_FACTS
    for where, letter in spec.all_letters():
        for wording in wordings(letter):
            for place in places(wording):
                if place not in known:
                    yield f"{where}: names {{{place}}}, which is neither a field nor a fact of the case"
            if set("{}") & set(_PLACE.sub("", wording)):
                yield f"{where}: a bracket that encloses no place in {wording!r}; places look like {{nama}}"
        for words in fixed(letter):
            if places(words):
                yield f"{where}: {words!r} names a place, but nothing is filled in there"
        for table in letter.tables:
            yield from (f"{where}: the table {table.title!r} {sentence}" for sentence in _table(table, fields))
        yield from (f"{where}: {sentence}" for sentence in _style(letter))


def _table(table: RowsTable, fields: dict[str, FormField]) -> Iterator[str]:
    field = fields.get(table.field)
    if field is None or field.type is not FieldType.ROWS:
        yield f"needs a field of rows, not {table.field}"
        return
    columns = {column.key: column for column in field.columns}
    for key in table.columns:
        if key not in columns:
            yield f"names the column {key}, which {table.field} does not have"
        elif columns[key].type in SEALED:
            yield f"names the column {key}, which is a personal number"


def _style(letter: Letter) -> Iterator[str]:
    decree = {"about": letter.about, "considering": letter.considering, "rulings": letter.rulings}
    if letter.style is LetterStyle.DECREE:
        yield from (f"a decree needs {name}" for name, part in decree.items() if not part)
    else:
        if not letter.opening:
            yield "opening: missing"
        yield from (f"{name} belongs to a decree" for name, part in decree.items() if part)


def validity(spec: "PermitTypeSpec") -> Iterator[str]:
    if spec.valid_for is not None and spec.valid_until_field is not None:
        yield "valid_for: the permit already holds until valid_until_field"


RULES: tuple[Callable[["PermitTypeSpec"], Iterator[str]], ...] = (public, letters, numbering, validity)
