"""Stages of a case: opening, closing and following them in the order the type's version says.

EFFECTS says which verb may be used at which kind of stage and what becomes of the stage:
`advance` closes it and, once nothing beside it is open, opens the next; `hold` leaves it open; `end` closes it
and opens nothing. `given` is what conditions of stages may name: the answers and the facts of the case.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from django.utils import timezone

from applications.catalogue.charges import charge
from applications.catalogue.schema import PermitTypeSpec, Stage, StageKind, groups
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
    (K.CHECK, "transfer"): "end",
    (K.RECOMMENDATION, "recommend"): "advance",
    (K.RECOMMENDATION, "advise_against"): "advance",
    (K.RECOMMENDATION, "return"): "hold",
    (K.VISIT, "report_visit"): "advance",
    (K.VISIT, "return"): "hold",
    (K.PAYMENT, "confirm_payment"): "advance",
    (K.ENDORSEMENT, "endorse"): "advance",
    (K.ENDORSEMENT, "return"): "hold",
    (K.ENDORSEMENT, "reject"): "end",
    (K.APPROVAL, "approve"): "end",
    (K.APPROVAL, "return"): "hold",
    (K.APPROVAL, "reject"): "end",
}


def verbs_at(kind: str) -> list[str]:
    return [verb for stage_kind, verb in EFFECTS if stage_kind == kind]


def applicable(spec: PermitTypeSpec, given: Mapping[str, Any]) -> list[tuple[Stage, ...]]:
    """The stages a case with these answers has, those worked on at the same time together; a group of which none
    applies is left out, and so is a payment of nothing."""
    nothing_to_pay = charge(spec, given).amount == 0
    kept = (
        tuple(
            stage
            for stage in group
            if (stage.show_if is None or stage.show_if.holds(given))
            and not (nothing_to_pay and stage.kind is StageKind.PAYMENT)
        )
        for group in groups(spec.stages)
    )
    return [group for group in kept if group]


def coming(
    spec: PermitTypeSpec, given: Mapping[str, Any], worked: Collection[str]
) -> tuple[int, tuple[Stage, ...]] | None:
    """What opens once nothing is open: the first group with a stage nobody has worked on, and its place in the line.

    Answers that were mended may bring up a stage that was left out before: it is caught up, never passed over."""
    for n, group in enumerate(applicable(spec, given), start=1):
        if left := tuple(stage for stage in group if stage.key not in worked):
            return n, left
    return None


def finish(*, item: WorkItem, verb: str, given: Mapping[str, Any], now: datetime, note: str = "") -> list[WorkItem]:
    """Close the stage as the table says and open what follows; the new items, none while another unit still works.

    Needs the application's row lock and an item read under it."""
    effect = EFFECTS.get((StageKind(item.stage_kind), verb))
    if effect is None or item.closed_at is not None:
        raise NotYourMove(f"{verb} is not possible at {item.stage_kind}")
    if effect == "hold":
        return []
    item.closed_at, item.outcome, item.note = now, verb, note
    item.save(update_fields=["closed_at", "outcome", "note"])
    return [] if effect == "end" else open_coming(item.application, given, now)


def open_coming(application: Application, given: Mapping[str, Any], now: datetime) -> list[WorkItem]:
    """Open what comes, unless a stage before it is still worked on: when the case is sent, when a stage is done, when
    the answers were mended. Needs the row lock."""
    place_of = {stage.key: n for n, group in enumerate(groups(application.spec.stages)) for stage in group}
    items = list(application.items.all())
    here = [item.stage_key for item in items if item.closed_at is None]
    found = coming(application.spec, given, {item.stage_key for item in items})
    opened: list[WorkItem] = []
    if found is not None and place_of[found[1][0].key] <= max((place_of[key] for key in here), default=len(place_of)):
        opened = _open(application, found[1], found[0], len(applicable(application.spec, given)), now)
    if standing := {*here, *(item.stage_key for item in opened)}:
        # `stage_key` of a case names its first open stage
        application.stage_key = next(key for key in place_of if key in standing)
        application.save(update_fields=["stage_key"])
    return opened


def _open(application: Application, opened: Iterable[Stage], place: int, places: int, now: datetime) -> list[WorkItem]:
    return [
        WorkItem.objects.create(
            application=application,
            stage_key=stage.key,
            stage_kind=stage.kind,
            stage_name=stage.name.id,
            position=place,
            positions=places + 1,  # bricks of the progress line: every stage, and the signature
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
        for stage in opened
    ]
