"""Writing answers. Inner verbs: the caller holds the application's lock and says who may write what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from applications.answers import completeness, rules
from applications.answers.completeness import Problem
from applications.answers.facts import facts_of
from applications.answers.models import AnswerSet
from applications.catalogue.schema import FormField, PermitTypeSpec
from applications.lifecycle.models import Application
from perizinan.accounts.models import Party


@dataclass(frozen=True)
class SectionResult:
    saved_at: datetime
    changed: tuple[str, ...]  # keys of the fields whose answer is another one now
    errors: tuple[Problem, ...]  # all that keeps this section from being done
    given: dict[str, Any]

    @property
    def wrong(self) -> tuple[Problem, ...]:
        """What is typed and cannot be right; while somebody is still filling in, empty fields are no error."""
        return tuple(problem for problem in self.errors if not problem.missing)


def open_first(*, application: Application, prefill_from: Party, now: datetime) -> AnswerSet:
    data = prefilled(application.spec, prefill_from)
    return AnswerSet.objects.create(application=application, round=1, data=data, saved_at=now)


def prefilled(spec: PermitTypeSpec, party: Party) -> dict[str, Any]:
    """What we know about a person. A business is no person: its name answers no question about one, only its own
    numbers do."""
    person = party.kind == Party.Kind.PERSON
    keys = ("name", "nik", "npwp", "phone", "email", "address") if person else ("nib", "npwp")
    known = {key: getattr(party, key) or "" for key in keys}
    asked = [field for section in spec.applicant_sections() for field in section.fields if field.prefill in known]
    values = {field.key: rules.stored(field, known[field.prefill]) for field in asked}
    return {key: value for key, value in values.items() if value is not None}


def copy_round(*, application: Application, source: int, target: int, now: datetime) -> AnswerSet:
    """The answers of a new round start as those of the last one. Safe to repeat."""
    last = AnswerSet.objects.get(application=application, round=source)
    copied, _made = AnswerSet.objects.get_or_create(
        application=application,
        round=target,
        defaults={"data": last.data, "saved_at": now, "saved_by_id": last.saved_by_id},
    )
    return copied


def save_section(
    *,
    application: Application,
    round: int,
    section_key: str,
    typed: Mapping[str, Any],
    by: AbstractBaseUser,
    now: datetime,
) -> SectionResult:
    """Keeps every typed word; a field that is not in `typed` (forms.read_post) keeps its answer."""
    spec = application.spec
    answers, _made = AnswerSet.objects.select_for_update().get_or_create(
        application=application, round=round, defaults={"saved_at": now}
    )
    changed = []
    for field in spec.section(section_key).fields:
        if field.key in typed and _put(answers.data, field, typed[field.key]):
            changed.append(field.key)
    if changed:
        answers.revision += 1
    answers.saved_at, answers.saved_by_id = now, by.pk
    answers.save(update_fields=["data", "revision", "saved_at", "saved_by"])
    given = facts_of(application, answers.data, now=now, returned=typed.keys())
    state = completeness.check_section(spec, given, spec.section(section_key))
    return SectionResult(saved_at=now, changed=tuple(changed), errors=state.problems, given=given)


def _put(data: dict[str, Any], field: FormField, typed: Any) -> bool:
    """Whether the answer is another one now."""
    value, before = rules.stored(field, typed), data.get(field.key)
    if rules.same(field, value, before):
        return False
    if value is None:
        del data[field.key]
    else:
        data[field.key] = value
    return True
