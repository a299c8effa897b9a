"""Who does what to a case, in which order. A new stage kind is one entry here and its effects in lifecycle."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from applications.catalogue.conditions import Condition
from applications.catalogue.words import NOTHING, Key, Said, Strict


class StageKind(StrEnum):
    CHECK = "check"
    RECOMMENDATION = "recommendation"
    VISIT = "visit"
    PAYMENT = "payment"
    ENDORSEMENT = "endorsement"
    APPROVAL = "approval"


class Stage(Strict):
    key: Key
    kind: StageKind
    name: Said  # at most 20 letters, else queue rows grow
    work: Said  # what the unit is doing: "{unit} sedang {work}"
    role: Literal["VERIFIER", "TECHNICAL", "INSPECTOR", "TREASURER", "ENDORSER", "HEAD"]
    unit: str  # code of accounts.Unit
    days: Annotated[int, Field(ge=0, le=365)]
    with_previous: bool = False  # opens together with the stage above it; the next waits for both
    show_if: Condition | None = None  # a case that does not meet it has no such stage
    step: Said = NOTHING  # the sentence of "Langkahnya" on the service page; a stage without one is inner work
    step_note: Said = NOTHING


def groups(stages: tuple[Stage, ...]) -> list[tuple[Stage, ...]]:
    """Stages that are worked on at the same time, in order."""
    found: list[list[Stage]] = []
    for stage in stages:
        if stage.with_previous and found:
            found[-1].append(stage)
        else:
            found.append([stage])
    return [tuple(group) for group in found]
