"""What is still missing or wrong, section by section, judged from the stored values. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from applications.answers import rules
from applications.answers.visibility import shown_answers, shown_fields
from applications.catalogue.schema import FormField, PermitTypeSpec, Section


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
    """Hidden fields are neither asked nor counted. A section without anything to ask is done."""
    answers = shown_answers(spec, given)
    shown = shown_fields(spec, given)
    return tuple(_state(spec, section, answers, shown) for section in spec.sections)


def problems(spec: PermitTypeSpec, given: Mapping[str, Any]) -> tuple[Problem, ...]:
    return tuple(problem for state in check(spec, given) for problem in state.problems)


def _state(spec: PermitTypeSpec, section: Section, answers: Mapping[str, Any], shown: frozenset[str]) -> SectionState:
    asked = [field for field in section.fields if field.key in shown]
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
        if value in (None, ""):
            if field.required:
                yield Problem(section.key, field.key, rules.missing(field), missing=True)
            continue
        sentence = rules.problem(field, value)
        if not sentence and field.not_before is not None:
            sentence = rules.too_early(field, value, spec.field(field.not_before), answers.get(field.not_before))
        if sentence:
            yield Problem(section.key, field.key, sentence, missing=False)
