"""Stages, limits and kinds."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from applications.catalogue.fees import FeeKind
from applications.catalogue.kinds import Kind
from applications.catalogue.stages import Stage, StageKind, groups

if TYPE_CHECKING:
    from applications.catalogue.schema import PermitTypeSpec

K = StageKind
STAGE_NAME_LENGTH = 20
_ROLES = {
    K.CHECK: {"VERIFIER"},
    K.RECOMMENDATION: {"TECHNICAL", "INSPECTOR", "VERIFIER"},
    K.VISIT: {"TECHNICAL", "INSPECTOR", "VERIFIER"},
    K.PAYMENT: {"TREASURER"},
    K.ENDORSEMENT: {"ENDORSER", "VERIFIER"},
    K.APPROVAL: {"HEAD"},
}
_ALONE = frozenset({K.CHECK, K.PAYMENT, K.APPROVAL})


def missing_parts(spec: "PermitTypeSpec") -> Iterator[str]:
    for name in ("kinds", "limits", "sections", "stages", "letter", "numbering", "bases"):
        if not getattr(spec, name):
            yield f"{name}: missing, a type processed here needs it"
    if spec.kinds and spec.kinds[0].kind is not Kind.NEW:
        yield "kinds: the first is new, the others are about a permit that came from it"


def order(spec: "PermitTypeSpec") -> Iterator[str]:
    stages = spec.stages
    if not stages:
        return
    if stages[0].kind is not K.CHECK or stages[-1].kind is not K.APPROVAL:
        yield "stages: the first is a check (it declares completeness) and the last an approval"
    for stage in stages:
        if stage.kind is K.APPROVAL and stage is not stages[-1]:
            yield f"stage {stage.key}: nothing may follow the approval"
        if stage.show_if is not None and stage.kind in (K.CHECK, K.APPROVAL):
            yield f"stage {stage.key}: every case has its {stage.kind}, a condition is not possible"
        if stage.role not in _ROLES[stage.kind]:
            yield f"stage {stage.key}: a {stage.kind} is not the work of {stage.role}"
        if stage.kind is K.PAYMENT and spec.fee.kind is FeeKind.FREE:
            yield f"stage {stage.key}: there is nothing to pay, fee.kind is free"
    for group in groups(stages):
        for stage in group if len(group) > 1 else ():
            if stage.kind in _ALONE:
                yield f"stage {stage.key}: a {stage.kind} cannot go on beside another stage"
    if stages[0].with_previous:
        yield f"stage {stages[0].key}: with_previous, but nothing stands above it"


def names(spec: "PermitTypeSpec") -> Iterator[str]:
    for stage in spec.stages:
        for name in (stage.name.id, stage.name.en):
            if len(name) > STAGE_NAME_LENGTH:
                yield f"stage {stage.key}: the name {name!r} has more than {STAGE_NAME_LENGTH} letters"


def days(spec: "PermitTypeSpec") -> Iterator[str]:
    if spec.limits is None or not spec.stages:
        return
    if spec.stages[0].days > spec.limits.completeness_days:
        yield f"stages: {spec.stages[0].key} takes more days than limits.completeness_days"
    for offer in spec.kinds:
        limit = spec.processing_days(offer.kind)
        if office_days(spec, offer.kind) > limit:
            yield f"stages: after the first, they take more days together than limits.processing_days ({offer.kind})"


def office_days(spec: "PermitTypeSpec", kind: str) -> int:
    """After the check. Side by side only the slowest counts; while the applicant pays the clock rests."""
    known = asked_of(spec, kind)
    counted = [
        [stage.days for stage in group if stage.kind is not K.PAYMENT and _may_open(stage, known)]
        for group in groups(spec.stages[1:])
    ]
    return sum(max(group, default=0) for group in counted)


def asked_of(spec: "PermitTypeSpec", kind: str) -> dict[str, object]:
    """What is known of every case of a kind: the kind, and that questions it does not have stay unanswered."""
    known: dict[str, object] = {"@kind": kind}
    for field in spec.all_fields():
        if field.show_if is not None and field.show_if.foreseen(known) is False:
            known[field.key] = None
    return known


def _may_open(stage: Stage, known: dict[str, object]) -> bool:
    return stage.show_if is None or stage.show_if.foreseen(known) is not False


RULES: tuple[Callable[["PermitTypeSpec"], Iterator[str]], ...] = (missing_parts, order, names, days)
