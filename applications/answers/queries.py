from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from applications.answers.facts import case_facts, facts_of
from applications.answers.models import AnswerSet
from applications.answers.visibility import shown_answers
from applications.lifecycle.models import Application


def draft_of(
    application: Application, round: int, *, now: datetime | None = None, returned: Collection[str] = ()
) -> dict[str, Any]:
    """Everything typed, also in fields that are hidden now, with the facts of the case: for the form itself."""
    return facts_of(application, _data(application, round), now=now, returned=returned)


def drafts_of(application: Application, *rounds: int) -> dict[int, dict[str, Any]]:
    """`draft_of` of several rounds in one query."""
    found = AnswerSet.objects.filter(application=application, round__in=rounds).values_list("round", "data")
    facts = case_facts(application)
    return {round: dict(facts) for round in rounds} | {round: {**data, **facts} for round, data in found}


def answers_of(application: Application, round: int) -> dict[str, Any]:
    return answers_in(application, draft_of(application, round))


def answers_in(application: Application, draft: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that count: without those of hidden fields, without facts."""
    shown = shown_answers(application.spec, draft)
    return {key: value for key, value in shown.items() if not key.startswith("@")}


def saved(application: Application, round: int) -> AnswerSet | None:
    return AnswerSet.objects.filter(application=application, round=round).first()


def _data(application: Application, round: int) -> dict[str, Any]:
    found = AnswerSet.objects.filter(application=application, round=round).values_list("data", flat=True).first()
    return dict(found or {})
