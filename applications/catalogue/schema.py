"""A whole permit type. YAML files, forms, checks, pages, letters and comparisons all read this one definition.

Its parts stand in modules of their own: words, fields, conditions, stages, kinds, fees, formulas, letters.
"""

import datetime
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from applications.catalogue.fees import Fee, FeeKind, Rate, SaidFee
from applications.catalogue.fields import (
    IN_ROWS,
    LISTED,
    NO,
    NUMERIC,
    PERSONAL,
    SEALED,
    YES,
    FieldType,
    FormField,
    Option,
    Pattern,
    Requirement,
    Section,
)
from applications.catalogue.kinds import Kind, KindOffer, SaidOffer
from applications.catalogue.letters import Letter, LetterStyle, Numbering, RowsTable
from applications.catalogue.stages import Stage, StageKind, groups
from applications.catalogue.words import NOTHING, Key, Said, Slug, Strict, Text

__all__ = [
    "IN_ROWS",
    "LISTED",
    "NO",
    "NOTHING",
    "NUMERIC",
    "PERSONAL",
    "SEALED",
    "YES",
    "Basis",
    "Channel",
    "Closing",
    "Fee",
    "FeeKind",
    "FieldType",
    "FormField",
    "Key",
    "Kind",
    "KindOffer",
    "Letter",
    "LetterStyle",
    "Limits",
    "Numbering",
    "Option",
    "Pattern",
    "Period",
    "PermitTypeSpec",
    "Rate",
    "Redirect",
    "Requirement",
    "RowsTable",
    "Said",
    "Section",
    "Source",
    "Stage",
    "StageKind",
    "Text",
    "groups",
]


PUBLISHED = {"published": True}  # the context in which a stored version is read


class Channel(StrEnum):
    LOCAL = "local"
    OSS = "oss"
    SIMBG = "simbg"
    MPPDN = "mppdn"
    AMDALNET = "amdalnet"

    @property
    def label(self) -> str:
        """How people call the place; the portal itself has no label."""
        return {"oss": "OSS", "simbg": "SIMBG", "mppdn": "MPP Digital", "amdalnet": "Amdalnet"}.get(self.value, "")


class Limits(Strict):
    """Working days."""

    completeness_days: Annotated[int, Field(ge=1, le=60)]
    processing_days: Annotated[int, Field(ge=1, le=365)]
    correction_days: Annotated[int, Field(ge=1, le=365)] = 10


class Basis(Strict):
    key: Annotated[str, Field(pattern=r"^[a-z0-9-]{2,80}$")]  # of the shared list, catalogue.LegalBasis
    title: str
    number: str = ""
    in_force_from: datetime.date | None = None
    in_force_to: datetime.date | None = None


class Period(Strict):
    """How long a permit holds from the day the head approves."""

    years: Annotated[int, Field(ge=0, le=50)] = 0
    months: Annotated[int, Field(ge=0, le=600)] = 0
    days: Annotated[int, Field(ge=0, le=3650)] = 0

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(bool(part) for part in (self.years, self.months, self.days)) != 1:
            raise ValueError("valid_for: one of years, months, days")
        return self


class Redirect(Strict):
    title: Said
    text: Said
    url: str = ""
    prepare: tuple[Said, ...] = ()


class Closing(Strict):
    """No new cases; those that run go on."""

    text: Said
    successor: Slug | None = None


class Source(Strict):
    text: str
    confidence: Literal["", "H", "M", "L", "BG"] = ""  # of the domain brief: high, medium, low, background


def _source(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class PermitTypeSpec(Strict):
    slug: Slug
    name: Said
    channel: Channel
    audience: Said
    synonyms: tuple[str, ...] = ()
    tags: tuple[Said, ...] = ()  # "by need" in the catalogue: Usaha, Kesehatan, Pendidikan ...
    popular: bool = False
    agency: Said = NOTHING  # one sentence on the service page
    agencies: tuple[Said, ...] = ()  # who takes part, "by agency" in the catalogue; without it `agency` itself
    redirect: Redirect | None = None
    closed: Closing | None = None
    sources: tuple[Annotated[Source, BeforeValidator(_source)], ...] = ()
    unverified: tuple[str, ...] = ()  # what the office must confirm; shown as "contoh"
    # --- only for types this portal processes itself
    kinds: tuple[SaidOffer, ...] = (KindOffer(kind=Kind.NEW),)
    fee: SaidFee = Fee()
    validity: Said = NOTHING
    valid_until_field: Key | None = None
    valid_for: Period | None = None
    minutes: int = 15
    bases: tuple[Basis, ...] = ()
    limits: Limits | None = None
    sections: tuple[Section, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    stages: tuple[Stage, ...] = ()
    letter: Letter | None = None
    letters: dict[Kind, Letter] = {}  # where a kind needs another paper
    numbering: Numbering | None = None
    title_field: Key | None = None  # what the case is about, shown in lists
    public_fields: tuple[Key, ...] = ()
    refusal_reasons: tuple[Said, ...] = ()
    published_on: datetime.date | None = None

    @property
    def local(self) -> bool:
        return self.channel is Channel.LOCAL

    def taking_part(self) -> tuple[Text, ...]:
        return self.agencies or ((self.agency,) if self.agency else ())

    def all_fields(self) -> tuple[FormField, ...]:
        return tuple(field for section in self.sections for field in section.fields)

    def applicant_sections(self) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.stage is None)

    def stage_sections(self, stage_key: str) -> tuple[Section, ...]:
        """What the officers of a stage fill in."""
        return tuple(section for section in self.sections if section.stage == stage_key)

    def field(self, key: str) -> FormField:
        return next(field for field in self.all_fields() if field.key == key)

    def section(self, key: str) -> Section:
        return next(section for section in self.sections if section.key == key)

    def section_of(self, field_key: str) -> Section:
        return next(s for s in self.sections if any(field.key == field_key for field in s.fields))

    def requirement(self, key: str) -> Requirement:
        return next(requirement for requirement in self.requirements if requirement.key == key)

    def stage(self, key: str) -> Stage:
        return next(stage for stage in self.stages if stage.key == key)

    def offers(self, kind: str) -> KindOffer | None:
        return next((offer for offer in self.kinds if offer.kind == kind), None)

    def processing_days(self, kind: str) -> int:
        assert self.limits is not None, "only types with limits have cases"
        offer = self.offers(kind)
        return (offer.processing_days if offer else None) or self.limits.processing_days

    def letter_for(self, kind: str) -> Letter:
        assert self.letter is not None, "the schema refuses a local type without a letter"
        return self.letters.get(Kind(kind), self.letter)

    def all_letters(self) -> Iterator[tuple[str, Letter]]:
        """Each with its place in the file."""
        if self.letter is not None:
            yield "letter", self.letter
        for kind, letter in self.letters.items():
            yield f"letters.{kind}", letter

    def refusal_reason(self, kept: str) -> Text:
        """A case keeps the Indonesian words."""
        return next((reason for reason in self.refusal_reasons if reason.id == kept), Text(id=kept))

    @model_validator(mode="after")
    def _complete(self, info: ValidationInfo) -> Self:
        """What was published once can be read for ever: a rule that is new holds for the next version."""
        if info.context == PUBLISHED:
            return self
        from applications.catalogue.problems import problems

        if found := problems(self):
            raise ValueError("; ".join(found))
        return self
