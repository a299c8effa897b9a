"""The rows of the queue: how a work item looks there, and its case once the stage is closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from applications.catalogue.models import spec_of
from applications.lifecycle.models import Application, WorkItem
from applications.lifecycle.states import CLOSED, Status, WaitingOn
from perizinan.accounts.models import Unit
from perizinan.workdays.arithmetic import Calendar
from reviews.desk.lights import Light, finished, light

_ANY_NUMBER = "00-0000-000"


@dataclass(frozen=True, slots=True)
class Row:
    """Names as templates/parts/queue.html reads them."""

    href: str
    light: str
    say: str
    holder: str
    reference: str
    permit: str
    place: str
    stage_no: int
    stages: int
    stage: str
    turn: str
    mine: bool
    rounds: int
    back: bool


class Case(NamedTuple):
    """What a closed stage, which no longer follows its case, has to ask the case itself."""

    pk: int
    version_id: int
    status: str
    stage_key: str
    due_on: date | None
    amber_on: date | None
    position: int  # of the stage it is at, among its bricks
    positions: int


class Rows:
    """One page of them. What they share is read or worked out once."""

    def __init__(self, items: list[WorkItem], *, today: date, days: Calendar, units: Mapping[int, str]) -> None:
        self.today, self.days = today, days
        self.english = get_language() == "en"
        asked = [item.application_id for item in items if self.english or not item.open]
        self.cases = _cases(asked)
        self.units = {**units, **_short_names({item.unit_id for item in items if _with_unit(item)} - units.keys())}
        self.light, self.waited = cache(self._light), cache(self._waited)

    def row(self, item: WorkItem, *, href: str, mine: bool, back: bool) -> Row:
        lamp, (stage_no, stages, stage) = self._lamp(item), self._stage(item)
        return Row(
            href=href,
            light=lamp.light,
            say=lamp.say,
            holder=item.applicant_name,
            reference=item.number,
            permit=str(spec_of(self.cases[item.application_id].version_id).name) if self.english else item.type_name,
            place=item.place,
            stage_no=stage_no,
            stages=stages,
            stage=stage,
            turn=_("Saya") if mine else self._turn(item),
            mine=mine,
            rounds=item.rounds,
            back=back,
        )

    def _lamp(self, item: WorkItem) -> Light:
        if item.open:
            return self.light(item.due_on, item.amber_on)
        case = self.cases[item.application_id]
        return finished() if case.status in CLOSED else self.light(case.due_on, case.amber_on)

    def _light(self, due_on: date | None, amber_on: date | None) -> Light:
        return light(due_on=due_on, amber_on=amber_on, today=self.today, calendar=self.days)

    def _stage(self, item: WorkItem) -> tuple[int, int, str]:
        """Where the case stands among its bricks. The columns are Indonesian; other names come from the version."""
        if item.open and not self.english:
            return item.position, item.positions, item.stage_name
        case = self.cases[item.application_id]
        spec = spec_of(case.version_id)
        if item.open:
            return item.position, item.positions, str(spec.stage(item.stage_key).name)
        if case.status == Status.ISSUED:
            return case.positions + 1, case.positions, _("Selesai")
        if case.status == Status.AWAITING_SIGNATURE:
            return case.positions, case.positions, _("Tanda tangan")
        return case.position, case.positions, str(spec.stage(case.stage_key).name)

    def _turn(self, item: WorkItem) -> str:
        if not item.open:
            return str(Status(self.cases[item.application_id].status).label)
        return self.units[item.unit_id] if _with_unit(item) else self.waited(item.waiting_since)

    def _waited(self, since: datetime) -> str:
        waited = self.days.count(timezone.localdate(since), self.today)
        if not waited:
            return _("Pemohon")
        return ngettext("Pemohon, %(n)s hari", "Pemohon, %(n)s hari", waited) % {"n": waited}


def addresses(kept: Mapping[str, str]) -> tuple[str, str]:
    """Of a case, before and after its number; `kept` leads back to the page of the queue."""
    before, _number, after = reverse("desk:case", args=[_ANY_NUMBER]).partition(_ANY_NUMBER)
    return before, f"{after}?{urlencode(kept)}"


def _with_unit(item: WorkItem) -> bool:
    return item.open and item.waiting_on != WaitingOn.APPLICANT


def _cases(keys: list[int]) -> dict[int, Case]:
    if not keys:
        return {}
    stands = WorkItem.objects.filter(application=OuterRef("pk"), stage_key=OuterRef("stage_key")).order_by("-pk")
    places = {name: Subquery(stands.values(name)[:1]) for name in ("position", "positions")}
    rows = Application.objects.filter(pk__in=keys).annotate(**places).values_list(*Case._fields)
    return {row[0]: Case(*row) for row in rows}


def _short_names(keys: set[int]) -> dict[int, str]:
    if not keys:
        return {}
    return dict(Unit.objects.filter(pk__in=keys).order_by().values_list("pk", "short_name"))
