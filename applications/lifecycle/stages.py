"""Stages of a case: opening, closing and following them in the order the type's version says.

EFFECTS says which verb may be used at which kind of stage and what becomes of the stage:
`advance` closes it and opens the next, `hold` leaves it open, `end` closes it with the case.
"""

from datetime import datetime
from typing import Literal

from django.utils import timezone

from applications.catalogue.schema import Stage, StageKind
from applications.lifecycle.models import Application, WorkItem
from applications.lifecycle.moves import NotYourMove, unit_named
from applications.lifecycle.states import WaitingOn
from perizinan.accounts.roles import Role
from perizinan.regions.queries import place_label

K = StageKind
StageEffect = Literal["advance", "hold", "end"]
EFFECTS: dict[tuple[StageKind, str], StageEffect] = {
    (K.CHECK, "complete"): "advance",
    (K.CHECK, "return"): "hold",
    (K.CHECK, "reject"): "end",
    (K.RECOMMENDATION, "recommend"): "advance",
    (K.RECOMMENDATION, "advise_against"): "advance",
    (K.RECOMMENDATION, "return"): "hold",
    (K.ENDORSEMENT, "endorse"): "advance",
    (K.ENDORSEMENT, "return"): "hold",
    (K.ENDORSEMENT, "reject"): "end",
    (K.APPROVAL, "approve"): "advance",
    (K.APPROVAL, "return"): "hold",
    (K.APPROVAL, "reject"): "end",
}


def verbs_at(kind: str) -> list[str]:
    return [verb for stage_kind, verb in EFFECTS if stage_kind == kind]


def positions(application: Application) -> int:
    """Bricks of the progress line: every stage of the type, and the signature."""
    return len(application.spec.stages) + 1


def open_first(application: Application, now: datetime) -> WorkItem:
    return _open(application, application.spec.stages[0], now)


def finish(*, item: WorkItem, verb: str, now: datetime, note: str = "") -> WorkItem | None:
    """Close the stage as the table says and open the next; the new item, or None after the last stage.

    Needs the application's row lock and an item read under it."""
    effect = EFFECTS.get((StageKind(item.stage_kind), verb))
    if effect is None or item.closed_at is not None:
        raise NotYourMove(f"{verb} is not possible at {item.stage_kind}")
    if effect == "hold":
        return item
    item.closed_at, item.outcome, item.note = now, verb, note
    item.save(update_fields=["closed_at", "outcome", "note"])
    if effect == "end":
        return None
    keys = [stage.key for stage in item.application.spec.stages]
    following = keys.index(item.stage_key) + 1
    if following == len(keys):
        return None
    return _open(item.application, item.application.spec.stages[following], now)


def _open(application: Application, stage: Stage, now: datetime) -> WorkItem:
    application.stage_key = stage.key
    application.save(update_fields=["stage_key"])
    return WorkItem.objects.create(
        application=application,
        stage_key=stage.key,
        stage_kind=stage.kind,
        stage_name=stage.name.id,
        position=[s.key for s in application.spec.stages].index(stage.key) + 1,
        positions=positions(application),
        role=Role[stage.role],
        unit=unit_named(stage.unit),
        opened_at=now,
        number=application.number,
        applicant_name=application.applicant.name,
        type_name=application.spec.name.id,
        place=place_label(application.village),
        rounds=application.round - 1,
        waiting_on=WaitingOn.UNIT,
        waiting_since=now,
        due_on=application.due_on,
        amber_on=application.amber_on,
        red_on=application.red_on,
        sort_on=application.due_on or timezone.localdate(now),
    )
