"""What stands on the paper. Wording is plain text with {places}, never template code."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from applications.catalogue.words import Key, Strict


class LetterStyle(StrEnum):
    LETTER = "surat"  # heading, basis, "Dengan ini ...", holder, subject, conditions
    DECREE = "keputusan"  # Menimbang, Mengingat, Memperhatikan, MEMUTUSKAN, KESATU ...


class RowsTable(Strict):
    """The rows of one field as a table on the letter; without `columns` all but personal numbers."""

    field: Key
    title: str
    columns: tuple[Key, ...] = ()


class Letter(Strict):
    style: LetterStyle = LetterStyle.LETTER
    title: str
    opening: str = ""
    holder: tuple[tuple[str, str], ...]  # label, wording with {places}; a row with an empty place is left out
    subject_intro: str = ""
    subject: tuple[tuple[str, str], ...] = ()
    tables: tuple[RowsTable, ...] = ()
    conditions: tuple[str, ...] = ()
    validity: str
    copies: tuple[str, ...] = ()
    # --- of a decree
    about: str = ""
    considering: tuple[str, ...] = ()
    noting: tuple[str, ...] = ()
    rulings: tuple[str, ...] = ()


class Numbering(Strict):
    series: Key
    pattern: str  # places {urut:04} {unit} {tahun} {bulan_romawi}
    start: Annotated[int, Field(ge=1)] | None = None
