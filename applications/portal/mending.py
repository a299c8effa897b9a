"""The cards of a returned case: each point with its document or its field, ready to answer."""

from dataclasses import dataclass

from applications.answers.forms import SectionForm, section_form
from applications.answers.queries import answers_of, draft_of
from applications.corrections.models import Point, PointKind
from applications.documents.queries import Slot, slots
from applications.drafting.actions import working_round
from applications.drafting.readiness import facts, mendable
from applications.lifecycle.models import Application


@dataclass(frozen=True)
class Mend:
    point: Point
    title: str
    slot: Slot | None
    form: SectionForm | None
    section_key: str
    asked: tuple[Slot, ...] = ()  # documents that a new answer here asks for


def mend_rows(case: Application, points: list[Point]) -> list[Mend]:
    if not points:
        return []
    answers, draft = answers_of(case, working_round(case)), draft_of(case, working_round(case))
    by_key = {slot.requirement.key: slot for slot in slots(case, facts(capacity=case.capacity, answers=answers))}
    rows = []
    for point in points:
        if point.kind == PointKind.DOCUMENT:
            title = str(case.spec.requirement(point.key).name)
            rows.append(Mend(point, title, by_key.get(point.key), None, ""))
        else:
            section = next(s for s in case.spec.sections if any(f.key == point.key for f in s.fields))
            form = section_form(case.spec, section.key, draft, only=mendable(case.spec, [point]))
            asked = tuple(slot for slot in by_key.values() if point.key in _asks(slot))
            rows.append(Mend(point, str(case.spec.field(point.key).label), None, form, section.key, asked))
    return rows


def _asks(slot: Slot) -> frozenset[str]:
    condition = slot.requirement.show_if
    return frozenset(condition.fields()) if condition is not None else frozenset()
