"""The task list of a draft: sections, documents, and what is left before sending."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.answers.completeness import check
from applications.answers.queries import answers_of, saved
from applications.documents.queries import Slot, slots
from applications.drafting.readiness import Readiness, facts, readiness
from applications.lifecycle.models import Application
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


def _look(status: str) -> tuple[str, str, str]:
    return {
        "empty": (_("Belum diisi"), "ring", "is-idle"),
        "partial": (_("Sebagian"), "half", "is-yours"),
        "done": (_("Selesai"), "ok", "is-done"),
        "wrong": (_("Perlu diperbaiki"), "warn", "is-bad"),
    }[status]


def section_rows(case: Application, given: Mapping[str, Any]) -> list[SectionRow]:
    return [
        SectionRow(state.section.key, str(state.section.title), *_look(state.status))
        for state in check(case.spec, given)
    ]


def task_page(case: Application) -> TaskPage:
    last = saved(case, case.round)
    given = facts(capacity=case.capacity, answers=answers_of(case, case.round))
    found = slots(case, given)
    return TaskPage(
        case=case,
        sections=section_rows(case, given),
        slots=found,
        readiness=readiness(spec=case.spec, given=given, slots=found),
        kept_until=timezone.localdate(last.saved_at if last else case.created_at)
        + timedelta(days=settings.DRAFT_KEEP_DAYS),
        place=place_label(case.village),
    )
