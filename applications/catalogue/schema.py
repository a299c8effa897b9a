"""The single definition of a permit type. YAML files, forms, checks and pages all read these models.

To grow: a new field type is one entry in `FieldType` plus its rendering in `answers`; a new stage kind is one
entry in `StageKind` plus its effects in `lifecycle.stages`.
"""

import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from applications.catalogue.conditions import Condition

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Strict):
    """A text in Indonesian with an optional English one; a plain string in the file is Indonesian."""

    id: str
    en: str = ""

    def __str__(self) -> str:
        from django.utils.translation import get_language

        return self.en if self.en and (get_language() or "id").startswith("en") else self.id


def _text(value: Any) -> Any:
    return {"id": value} if isinstance(value, str) else value


Said = Annotated[Text, BeforeValidator(_text)]
NOTHING = Text(id="")


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


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    NIK = "nik"
    PHONE = "phone"
    EMAIL = "email"


class StageKind(StrEnum):
    CHECK = "check"
    RECOMMENDATION = "recommendation"
    ENDORSEMENT = "endorsement"
    APPROVAL = "approval"


class Option(Strict):
    value: Key
    label: Said


YES, NO = "ya", "tidak"  # how the answer to a yes_no field is stored


class FormField(Strict):
    key: Key
    type: FieldType
    label: Said
    help: Said = NOTHING
    required: bool = True
    max_length: Annotated[int, Field(ge=1, le=5000)] = 300
    minimum: int | None = None
    maximum: int | None = None
    not_before: Key | None = None  # a date field that must not be later than this one
    options: tuple[Option, ...] = ()
    show_if: Condition | None = None
    prefill: Literal["", "name", "nik", "phone", "email", "address"] = ""  # from the applicant's own data

    @model_validator(mode="after")
    def _options_fit(self) -> Self:
        if (self.type is FieldType.CHOICE) != bool(self.options):
            raise ValueError(f"field {self.key}: options belong to a choice, and a choice needs them")
        return self


class Section(Strict):
    key: Key
    title: Said
    intro: Said = NOTHING
    fields: Annotated[tuple[FormField, ...], Field(min_length=1)]


class Requirement(Strict):
    key: Key
    name: Said
    help: Said = NOTHING
    required: bool = True
    accept: tuple[Literal["pdf", "image"], ...] = ("pdf", "image")
    show_if: Condition | None = None
    reasons: tuple[Said, ...] = ()  # ready sentences for the officer
    proves: tuple[Key, ...] = ()  # the answers this document proves


class Stage(Strict):
    key: Key
    kind: StageKind
    name: Said  # at most 20 letters, else queue rows grow
    work: Said  # what the unit is doing: "{unit} sedang {work}"
    role: Literal["VERIFIER", "TECHNICAL", "ENDORSER", "HEAD"]
    unit: str  # code of accounts.Unit
    days: Annotated[int, Field(ge=0, le=365)]
    step: Said = NOTHING  # the sentence of "Langkahnya" on the service page; a stage without one is inner work
    step_note: Said = NOTHING


class Letter(Strict):
    title: str
    opening: str
    holder: tuple[tuple[str, str], ...]  # label, wording with {places}
    subject_intro: str
    subject: tuple[tuple[str, str], ...]
    conditions: tuple[str, ...]
    validity: str
    copies: tuple[str, ...] = ()


class Numbering(Strict):
    series: Key
    pattern: str  # places {urut:04} {unit} {tahun} {bulan_romawi}
    start: Annotated[int, Field(ge=1)] = 1


class Limits(Strict):
    completeness_days: Annotated[int, Field(ge=1, le=60)]
    processing_days: Annotated[int, Field(ge=1, le=365)]
    correction_days: Annotated[int, Field(ge=1, le=365)] = 10


class Basis(Strict):
    key: str  # of the shared list, catalogue.LegalBasis
    title: str


class Redirect(Strict):
    title: Said
    text: Said
    url: str = ""
    prepare: tuple[Said, ...] = ()


class PermitTypeSpec(Strict):
    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{2,60}$")]
    name: Said
    channel: Channel
    audience: Said
    synonyms: tuple[str, ...] = ()
    popular: bool = False
    agency: Said = NOTHING
    redirect: Redirect | None = None
    sources: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()  # what the office must confirm; shown as "contoh"
    # --- only for types this portal processes itself
    fee: Said = NOTHING
    validity: Said = NOTHING
    valid_until_field: Key | None = None
    minutes: int = 15
    bases: tuple[Basis, ...] = ()
    limits: Limits | None = None
    sections: tuple[Section, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    stages: tuple[Stage, ...] = ()
    letter: Letter | None = None
    numbering: Numbering | None = None
    title_field: Key | None = None  # what the case is about, shown in lists
    public_fields: tuple[Key, ...] = ()
    refusal_reasons: tuple[Said, ...] = ()
    published_on: datetime.date | None = None

    @property
    def local(self) -> bool:
        return self.channel is Channel.LOCAL

    def all_fields(self) -> tuple[FormField, ...]:
        return tuple(field for section in self.sections for field in section.fields)

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

    def refusal_reason(self, kept: str) -> Text:
        """A case keeps the Indonesian words."""
        return next((reason for reason in self.refusal_reasons if reason.id == kept), Text(id=kept))

    @model_validator(mode="after")
    def _complete(self) -> Self:
        from applications.catalogue.problems import problems

        if found := problems(self):
            raise ValueError("; ".join(found))
        return self
