"""What a form asks. A new field type is one entry in `FieldType`, its rules in `answers`, its part in templates."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from applications.catalogue.conditions import Condition
from applications.catalogue.words import NOTHING, Key, Said, Strict

YES, NO = "ya", "tidak"  # how the answer to a yes_no field is stored
MOST_ROWS = 50


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    NIK = "nik"
    NIB = "nib"
    NPWP = "npwp"
    PHONE = "phone"
    EMAIL = "email"
    VILLAGE = "village"  # one of the office's own territory, stored by its code
    POINT = "point"  # "-7.473211, 112.433890": latitude, longitude
    ROWS = "rows"  # a list of rows with the same columns
    COMPUTED = "computed"  # never typed: a wording or a formula over fields above


SEALED = frozenset({FieldType.NIK, FieldType.NPWP})  # stored as {"enc", "last4"}
PERSONAL = SEALED | {FieldType.PHONE, FieldType.EMAIL}
LISTED = frozenset({FieldType.CHOICE, FieldType.CHOICES})
NUMERIC = frozenset({FieldType.NUMBER, FieldType.MONEY})
IN_ROWS = frozenset(FieldType) - {
    FieldType.ROWS,
    FieldType.COMPUTED,
    FieldType.CHOICES,
    FieldType.POINT,
    FieldType.NPWP,
}


class Option(Strict):
    value: Key
    label: Said


class Pattern(Strict):
    """A regular expression of an admin, in RE2's words. The whole answer must fit."""

    regex: Annotated[str, Field(min_length=1, max_length=200)]
    example: Annotated[str, Field(min_length=1)]  # stands in the sentence an applicant reads, and must fit


class FormField(Strict):
    key: Key
    type: FieldType
    label: Said
    help: Said = NOTHING
    required: bool = True
    show_if: Condition | None = None
    prefill: Literal["", "name", "nik", "nib", "npwp", "phone", "email", "address"] = ""  # from the applicant's data
    max_length: Annotated[int, Field(ge=1, le=5000)] = 300
    pattern: Pattern | None = None  # of a text
    # --- numbers and money
    minimum: int | float | None = None
    maximum: int | float | None = None
    decimals: Annotated[int, Field(ge=0, le=3)] = 0  # also of a computed number
    unit: Said = NOTHING  # "m", "lembar": stands behind the number
    # --- dates
    not_before: Key | None = None  # this date may not be earlier than that one
    earliest: Literal["", "today", "processing"] = ""  # when sent; "processing": today and the processing limit
    latest: Literal["", "today"] = ""
    # --- choices
    options: tuple[Option, ...] = ()
    # --- rows
    columns: "tuple[FormField, ...]" = ()
    most_rows: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 20
    # --- computed
    wording: str = ""
    formula: str = ""

    @model_validator(mode="after")
    def _options_fit(self) -> Self:
        if (self.type in LISTED) != bool(self.options):
            raise ValueError(f"field {self.key}: options belong to a choice, and a choice needs them")
        if (self.type is FieldType.ROWS) != bool(self.columns):
            raise ValueError(f"field {self.key}: columns belong to rows, and rows need them")
        for column in self.columns:
            if column.type not in IN_ROWS:
                raise ValueError(f"field {self.key}: the column {column.key} cannot be {column.type}")
            if column.show_if is not None:
                raise ValueError(f"field {self.key}: the column {column.key} cannot have a condition")
        if (self.type is FieldType.COMPUTED) != (bool(self.wording) + bool(self.formula) == 1):
            raise ValueError(f"field {self.key}: a computed field, and only one, has a wording or a formula")
        return self


class Section(Strict):
    key: Key
    title: Said
    intro: Said = NOTHING
    fields: Annotated[tuple[FormField, ...], Field(min_length=1)]
    stage: Key | None = None  # filled by the officers of this stage, not by the applicant


class Requirement(Strict):
    key: Key
    name: Said
    help: Said = NOTHING
    required: bool = True
    accept: tuple[Literal["pdf", "image", "docx", "xlsx"], ...] = ("pdf", "image")
    show_if: Condition | None = None
    reasons: tuple[Said, ...] = ()  # ready sentences for the officer
    proves: tuple[Key, ...] = ()  # the answers this document proves
