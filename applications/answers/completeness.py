"""What is still missing or wrong, section by section, judged from the stored values. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from applications.answers import rules, timing
from applications.answers.visibility import shown_answers, shown_fields
from applications.catalogue.schema import FieldType, FormField, PermitTypeSpec, Section


class SectionStatus(StrEnum):
    EMPTY = "empty"
    PARTIAL = "partial"
    DONE = "done"
    WRONG = "wrong"


@dataclass(frozen=True)
class Problem:
    section: str
    field: str
    sentence: str
    missing: bool  # nothing was typed; else what was typed cannot be right
    cell: str = ""  # inside rows: what the id of the input adds to the field's


@dataclass(frozen=True)
class SectionState:
    section: Section
    status: SectionStatus
    problems: tuple[Problem, ...]

    @property
    def key(self) -> str:
        return self.section.key

    @property
    def title(self) -> str:
        return str(self.section.title)


def check(spec: PermitTypeSpec, given: Mapping[str, Any]) -> tuple[SectionState, ...]:
    """The applicant's sections. Hidden fields are neither asked nor counted; a section that asks nothing in this case
    is left out."""
    return _states(spec, given, spec.applicant_sections())


def check_stage(spec: PermitTypeSpec, given: Mapping[str, Any], stage_key: str) -> tuple[SectionState, ...]:
    """What the officers of a stage fill in, judged by the same rules."""
    return _states(spec, given, spec.stage_sections(stage_key))


def check_section(spec: PermitTypeSpec, given: Mapping[str, Any], section: Section) -> SectionState:
    """Also of one that asks nothing: it is done."""
    return _state(spec, section, shown_answers(spec, given), shown_fields(spec, given))


def problems(spec: PermitTypeSpec, given: Mapping[str, Any]) -> tuple[Problem, ...]:
    return tuple(problem for state in check(spec, given) for problem in state.problems)


def asked_sections(spec: PermitTypeSpec, given: Mapping[str, Any]) -> tuple[Section, ...]:
    """The applicant's sections with something to ask in this case."""
    shown = shown_fields(spec, given)
    return tuple(section for section in spec.applicant_sections() if _asked(section, shown))


def _states(spec: PermitTypeSpec, given: Mapping[str, Any], sections: Iterable[Section]) -> tuple[SectionState, ...]:
    answers, shown = shown_answers(spec, given), shown_fields(spec, given)
    return tuple(_state(spec, section, answers, shown) for section in sections if _asked(section, shown))


def _asked(section: Section, shown: frozenset[str]) -> list[FormField]:
    return [field for field in section.fields if field.key in shown and field.type is not FieldType.COMPUTED]


def _state(spec: PermitTypeSpec, section: Section, answers: Mapping[str, Any], shown: frozenset[str]) -> SectionState:
    asked = _asked(section, shown)
    found = tuple(_problems(spec, section, asked, answers))
    filled = any(field.key in answers for field in asked)
    if any(not problem.missing for problem in found):
        status = SectionStatus.WRONG
    elif not found:
        status = SectionStatus.DONE
    else:
        status = SectionStatus.PARTIAL if filled else SectionStatus.EMPTY
    return SectionState(section, status, found)


def _problems(
    spec: PermitTypeSpec, section: Section, asked: list[FormField], answers: Mapping[str, Any]
) -> Iterator[Problem]:
    for field in asked:
        value = answers.get(field.key)
        if value in rules.NOTHING:
            if field.required:
                yield Problem(section.key, field.key, rules.missing(field), missing=True)
            continue
        flaws = list(rules.flaws(field, value))
        said = {flaw.cell for flaw in flaws}
        flaws += [flaw for flaw in _timed(spec, field, value, answers) if flaw.cell not in said]
        for flaw in flaws:
            yield Problem(section.key, field.key, flaw.sentence, missing=flaw.missing, cell=flaw.cell)


def _timed(spec: PermitTypeSpec, field: FormField, value: Any, answers: Mapping[str, Any]) -> list[rules.Flaw]:
    return [
        rules.Flaw(sentence if row is None else rules.in_row(row, sentence), row=row, column=column)
        for row, column, sentence in timing.problems(spec, field, value, answers)
    ]
