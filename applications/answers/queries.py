from typing import Any

from applications.answers.models import AnswerSet
from applications.answers.visibility import shown_answers
from applications.lifecycle.models import Application


def draft_of(application: Application, round: int) -> dict[str, Any]:
    """Everything typed, also in fields that are hidden now, with the facts of the case: for the form itself."""
    return {**_data(application, round), "@capacity": str(application.capacity)}


def answers_of(application: Application, round: int) -> dict[str, Any]:
    """The answers that count: without those of hidden fields, without facts."""
    shown = shown_answers(application.spec, draft_of(application, round))
    return {key: value for key, value in shown.items() if not key.startswith("@")}


def saved(application: Application, round: int) -> AnswerSet | None:
    return AnswerSet.objects.filter(application=application, round=round).first()


def _data(application: Application, round: int) -> dict[str, Any]:
    found = AnswerSet.objects.filter(application=application, round=round).values_list("data", flat=True).first()
    return dict(found or {})
