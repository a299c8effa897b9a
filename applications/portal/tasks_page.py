"""The task list of a draft: sections, documents, and what is left before sending."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from applications.answers.completeness import check
from applications.answers.facts import facts_of
from applications.answers.queries import answers_in, saved
from applications.answers.visibility import shown_fields
from applications.documents.queries import Slot, slots
from applications.drafting.closing import closed_spec
from applications.drafting.readiness import Readiness, readiness
from applications.drafting.retention import kept_until
from applications.lifecycle.models import Application
from applications.portal.closed import Instead, closing
from applications.portal.kind_words import NAMES
from applications.portal.told import OldDocument, Told, old_documents, told
from perizinan.regions.queries import place_label


@dataclass(frozen=True)
class SectionRow:
    key: str
    title: str
    say: str
    mark: str
    kind: str


@dataclass(frozen=True)
class TaskPage:
    case: Application
    sections: list[SectionRow]
    slots: list[Slot]
    readiness: Readiness
    kept_until: date
    place: str
    kind: str  # what is asked for, where the type offers more than one thing
    kind_gone: bool  # the type does not offer it any more
    replaces: Application | None  # the case of a wrong type that this draft goes on with
    told: Told | None
    old_documents: list[OldDocument]
    closing: Instead | None

    @property
    def may_be_sent(self) -> bool:
        return self.closing is None and not self.kind_gone


def _look(status: str) -> tuple[str, str, str]:
    return {
        "empty": (_("Belum diisi"), "ring", "is-idle"),
        "partial": (_("Sebagian"), "half", "is-yours"),
        "done": (_("Selesai"), "ok", "is-done"),
        "wrong": (_("Perlu diperbaiki"), "warn", "is-bad"),
    }[status]


def section_rows(case: Application, given: Mapping[str, Any]) -> list[SectionRow]:
    """What the applicant is asked in this case."""
    return [
        SectionRow(state.section.key, str(state.section.title), *_look(state.status))
        for state in check(case.spec, given)
    ]


def task_page(case: Application, now: datetime) -> TaskPage:
    last = saved(case, case.round)
    draft = facts_of(case, last.data if last else {})
    given = facts_of(case, answers_in(case, draft), now=now)
    found = slots(case, given)
    closed = closed_spec(case)
    offers = len(case.spec.kinds) > 1 or case.former_number
    return TaskPage(
        case=case,
        sections=section_rows(case, given),
        slots=found,
        readiness=readiness(spec=case.spec, given=given, slots=found),
        kept_until=kept_until(
            case,
            saved_at=last.saved_at if last else None,
            attached=[slot.version.attached_at for slot in found if slot.version],
        ),
        place=place_label(case.village),
        kind=str(NAMES[case.kind]) if offers else "",
        kind_gone=case.spec.offers(case.kind) is None,
        replaces=Application.objects.filter(replaced_by=case).first(),
        told=told(last, shown_fields(case.spec, given), found),
        old_documents=old_documents(case, last),
        closing=closing(closed) if closed is not None else None,
    )
