"""What the queue shows to one officer: its tabs, their rows, the next case. Reads work items only."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from applications.lifecycle.models import WorkItem
from applications.lifecycle.states import CLOSED, Status, WaitingOn
from perizinan.accounts.models import User
from perizinan.accounts.queries import grants_of
from perizinan.accounts.roles import Role
from perizinan.web.pagination import Key
from perizinan.workdays.arithmetic import Calendar
from perizinan.workdays.queries import calendar
from reviews.desk import scans
from reviews.desk.lights import finished, light

BY_DEADLINE = (Key("sort_on"), Key("id"))
NEWEST_OF_UNIT = (Key("opened_at", descending=True), Key("id", descending=True))
NEWEST_OF_ALL = (Key("id", descending=True),)
DESK_ROLES = (Role.VERIFIER, Role.TECHNICAL, Role.ENDORSER, Role.HEAD)


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    scans: scans.Scans
    order: Sequence[Key] = BY_DEADLINE


@dataclass(frozen=True)
class Row:
    """Names as templates/parts/queue_row.html reads them."""

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


@dataclass(frozen=True)
class QueuePage:
    tab: Tab
    tabs: list[dict[str, object]]
    rows: list[Row]
    earlier: str
    later: str
    length: str
    unclaimed: str

    @property
    def say(self) -> str:
        words = _("%(n)s dari %(length)s kasus, menurut batas waktu")
        if self.tab.key == "semua":
            words = _("%(n)s dari %(length)s kasus, terbaru dulu")
        return words % {"n": len(self.rows), "length": self.length}


class Desk:
    """What one officer's grants of today let them see in the queue."""

    def __init__(self, user: User, today: datetime.date) -> None:
        self.user, self.today = user, today
        held = grants_of(user, today)
        self.sees_all = any(grant.role in (Role.HEAD, Role.AUDITOR) for grant in held)
        self.head_units = {grant.unit_id for grant in held if grant.role == Role.HEAD}  # None: every unit
        self.roles: dict[int, set[str]] = {}
        for grant in held:
            if grant.unit_id is not None and grant.role in DESK_ROLES:
                self.roles.setdefault(grant.unit_id, set()).add(grant.role)

    def tabs(self) -> list[Tab]:
        everything = Tab("semua", _("Semua"), self._everything(), NEWEST_OF_ALL if self.sees_all else NEWEST_OF_UNIT)
        if not (self.roles or self.head_units):
            return [everything]
        return [
            Tab("saya", _("Giliran saya"), self._mine()),
            Tab("unit", _("Unit saya"), [_ours(unit) for unit in self.roles]),
            Tab("belum-diambil", _("Belum diambil"), self._unclaimed()),
            Tab("pemohon", _("Menunggu pemohon"), [_of_unit(unit, WaitingOn.APPLICANT) for unit in self.roles]),
            everything,
        ]

    def is_mine(self, item: WorkItem) -> bool:
        if item.officer_id is not None or item.role != Role.HEAD:
            return item.officer_id == self.user.pk
        return bool(self.head_units & {item.unit_id, None})

    def next_case(self) -> WorkItem | None:
        """The most urgent case of mine, else the most urgent one nobody has taken. Takes nothing."""
        for tab in self.tabs():
            if tab.key in ("saya", "belum-diambil") and (found := scans.first(tab.scans, "sort_on", "id")):
                return found
        return None

    def _mine(self) -> scans.Scans:
        """Taken by me; an approval waits for the head without being taken."""
        taken = _open(WaitingOn.UNIT).filter(officer=self.user)
        mine = [taken if self.sees_all else taken.filter(unit__in=self.roles)]
        for unit in self.head_units:
            waiting = _open(WaitingOn.UNIT).filter(role=Role.HEAD, officer=None)
            mine.append(waiting if unit is None else waiting.filter(unit=unit))
        return mine

    def _unclaimed(self) -> scans.Scans:
        """What this officer may take; the head sees the whole unit's."""
        found = []
        for unit, roles in self.roles.items():
            free = _ours(unit).filter(officer=None)
            found.append(free if Role.HEAD in roles else free.filter(role__in=roles))
        return found

    def _everything(self) -> scans.Scans:
        """The latest stage of every case, open or closed."""
        later = WorkItem.objects.filter(application=OuterRef("application_id"), pk__gt=OuterRef("pk"))
        if self.sees_all:
            return [WorkItem.objects.filter(~Exists(later))]
        later = later.filter(unit__in=self.roles)
        return [WorkItem.objects.filter(~Exists(later), unit=unit) for unit in self.roles]


def queue_page(desk: Desk, *, tab: str, cursor: str, back: str) -> QueuePage:
    tabs = desk.tabs()
    chosen = next((found for found in tabs if found.key == tab), tabs[0])
    counted = [_counted(length) for length in scans.counts([found.scans for found in tabs])]
    lengths = dict(zip((found.key for found in tabs), counted, strict=True))
    page = scans.page(chosen.scans, order=chosen.order, cursor=cursor)
    prefetch_related_objects(page.rows, "unit")
    prefetch_related_objects([item for item in page.rows if _english() or not item.open], "application__version")
    days = calendar(desk.today)
    kept = {"tab": chosen.key} | ({"hal": cursor} if cursor else {})
    return QueuePage(
        tab=chosen,
        tabs=[
            {"label": t.label, "href": f"?tab={t.key}", "count": lengths[t.key], "current": t is chosen} for t in tabs
        ],
        rows=[_row(desk, item, days, kept, back) for item in page.rows],
        earlier=page.earlier,
        later=page.later,
        length=lengths[chosen.key],
        unclaimed=lengths.get("belum-diambil", "0"),
    )


def _open(waiting_on: WaitingOn) -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(closed_at=None, waiting_on=waiting_on)


def _of_unit(unit: int, waiting_on: WaitingOn) -> QuerySet[WorkItem]:
    return _open(waiting_on).filter(unit=unit)


def _ours(unit: int) -> QuerySet[WorkItem]:
    return _of_unit(unit, WaitingOn.UNIT)


def _counted(length: int) -> str:
    return "999+" if length >= scans.MOST_COUNTED else str(length)


def _row(desk: Desk, item: WorkItem, days: Calendar, kept: dict[str, str], back: str) -> Row:
    """A closed stage no longer follows its case, so its row asks the case itself."""
    dated = item if item.open else item.application
    over = not item.open and item.application.status in CLOSED
    lamp = finished() if over else light(due_on=dated.due_on, amber_on=dated.amber_on, today=desk.today, calendar=days)
    stage_no, stage = _stage(item)
    mine = item.open and item.waiting_on == WaitingOn.UNIT and desk.is_mine(item)
    return Row(
        href=f"{reverse('desk:case', args=[item.number])}?{urlencode(kept)}",
        light=lamp.light,
        say=lamp.say,
        holder=item.applicant_name,
        reference=item.number,
        permit=str(item.application.spec.name) if _english() else item.type_name,
        place=item.place,
        stage_no=stage_no,
        stages=item.positions,
        stage=stage,
        turn=_("Saya") if mine else _turn(item, desk.today, days),
        mine=mine,
        rounds=item.rounds,
        back=item.number == back,
    )


def _english() -> bool:
    """The columns of a row are Indonesian; other names come from the version of the type."""
    return get_language() == "en"


def _stage(item: WorkItem) -> tuple[int, str]:
    """Where the case stands among its bricks."""
    if item.open:
        return item.position, str(item.stage.name) if _english() else item.stage_name
    case = item.application
    if case.status == Status.ISSUED:
        return item.positions + 1, _("Selesai")
    if case.status == Status.AWAITING_SIGNATURE:
        return item.positions, _("Tanda tangan")
    keys = [stage.key for stage in case.spec.stages]
    return keys.index(case.stage_key) + 1, str(case.spec.stage(case.stage_key).name)


def _turn(item: WorkItem, today: datetime.date, days: Calendar) -> str:
    if not item.open:
        return str(item.application.get_status_display())
    if item.waiting_on != WaitingOn.APPLICANT:
        return item.unit.short_name
    waited = days.count(timezone.localdate(item.waiting_since), today)
    if not waited:
        return _("Pemohon")
    return ngettext("Pemohon, %(n)s hari", "Pemohon, %(n)s hari", waited) % {"n": waited}
