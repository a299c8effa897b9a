"""What still keeps a case from being sent, in the order of the task list."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from applications.answers.completeness import SectionState, check
from applications.catalogue.schema import PermitTypeSpec
from applications.corrections.models import Point, PointKind, Reply
from applications.documents.queries import Slot, brought_up, wanted


def mendable(spec: PermitTypeSpec, points: Iterable[Point]) -> frozenset[str]:
    """The applicant's fields that were returned, and those their answers bring up or hide: else a mended answer could
    ask for another one that nobody may give. What officers fill in stays theirs."""
    reach = brought_up(spec, (point.key for point in points if point.kind == PointKind.FIELD))
    return frozenset(field.key for s in spec.applicant_sections() for field in s.fields if field.key in reach)


def mended(
    points: Iterable[Point], slots: Iterable[Slot], changed: Collection[str], replaced: Collection[str]
) -> frozenset[int]:
    """The points whose answer (`changed`) or file (`replaced`) is another one since they were asked for."""
    by_key = {slot.requirement.key: slot for slot in slots}

    def is_mended(point: Point) -> bool:
        if point.kind == PointKind.FIELD:
            return point.key in changed
        slot = by_key.get(point.key)
        if slot is None:  # another answer made this document needless
            return True
        return slot.filled and point.key in replaced

    return frozenset(point.pk for point in points if is_mended(point))


@dataclass(frozen=True)
class Readiness:
    sections: tuple[SectionState, ...]
    slots: tuple[Slot, ...]
    empty_slots: tuple[Slot, ...]
    open_points: tuple[Point, ...]
    mended: frozenset[int]  # keys of points

    @property
    def left(self) -> int:
        """Sections, documents and points that still need a hand."""
        unfinished = sum(section.status != "done" for section in self.sections)
        return unfinished + len(self.empty_slots) + len(self.open_points)

    @property
    def ready(self) -> bool:
        return self.left == 0


def readiness(
    *,
    spec: PermitTypeSpec,
    given: Mapping[str, Any],
    slots: list[Slot],
    points: Collection[Point] = (),
    changed: Collection[str] = (),
    replaced: Collection[str] = (),
) -> Readiness:
    """`given`: what `facts()` made. Points: those of the open round while a case is returned; `changed` and
    `replaced`: the fields and requirements whose answer or file is another one since then."""
    needed = {r.key for r in wanted(spec, given) if r.required}
    excused = {point.key for point in points if point.reply == Reply.CANNOT}
    done = mended(points, slots, changed, replaced)
    return Readiness(
        sections=tuple(check(spec, given)),
        slots=tuple(slots),
        empty_slots=tuple(s for s in slots if s.requirement.key in needed - excused and not s.filled),
        open_points=tuple(p for p in points if p.reply != Reply.CANNOT and not (p.reply and p.pk in done)),
        mended=done,
    )
