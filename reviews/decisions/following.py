"""What a finished or mended stage brings up: the next one, and where that is a payment, asking for it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from applications.answers.facts import facts_of
from applications.answers.queries import answers_of
from applications.catalogue.charges import charge
from applications.catalogue.schema import StageKind
from applications.lifecycle import moves, stages
from applications.lifecycle.models import Application, StatusChange, WorkItem
from reviews.decisions.sitting import Desk


def finish(desk: Desk, verb: str, *, now: datetime, note: str = "") -> None:
    given = desk.given
    opened = stages.finish(item=desk.item, verb=verb, given=given, now=now, note=note.strip())
    _ask_payment(desk.application, opened, given, now)


def catch_up(application: Application, change: StatusChange) -> None:
    """After "resubmit": the mended answers may need a stage that was left out before."""
    given = facts_of(application, answers_of(application, application.round))
    _ask_payment(application, stages.open_coming(application, given, change.at), given, change.at)


def _ask_payment(application: Application, opened: list[WorkItem], given: Mapping[str, Any], now: datetime) -> None:
    """Nobody presses a button for it: an open payment stage asks by itself, and our time stops."""
    for item in opened:
        if item.stage_kind == StageKind.PAYMENT:
            amount = charge(application.spec, given).amount
            context = {"amount": "" if amount is None else str(amount), "what": item.stage_name}
            moves.move(application=application, verb="ask_payment", by=None, now=now, item=item, context=context)
