"""What the queue shows to one officer: its tabs, their rows, the next case. Reads work items only."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.lifecycle.models import WorkItem
from applications.lifecycle.states import WaitingOn
from perizinan.accounts.models import User
from perizinan.accounts.queries import grants_of
from perizinan.accounts.roles import Role
from perizinan.web.pagination import Key
from perizinan.workdays.queries import calendar
from reviews.desk import scans
from reviews.desk.lists import LISTS, Scope, keys_of, lengths
from reviews.desk.rows import Row, Rows, addresses

BY_DEADLINE = (Key("sort_on"), Key("id"))
NEWEST_OF_UNIT = (Key("opened_at", descending=True), Key("id", descending=True))
NEWEST_OF_ALL = (Key("id", descending=True),)
DESK_ROLES = (Role.VERIFIER, Role.TECHNICAL, Role.INSPECTOR, Role.TREASURER, Role.ENDORSER, Role.HEAD)


@dataclass(frozen=True)
class Tab:
    """As templates/parts/tabs.html reads it."""

    key: str
    label: str
    count: str
    current: bool

    @property
    def href(self) -> str:
        return f"?tab={self.key}"


@dataclass(frozen=True)
class QueuePage:
    tab: Tab
    tabs: list[Tab]
    rows: list[Row]
    earlier: str
    later: str

    @property
    def unclaimed(self) -> str:
        return next((tab.count for tab in self.tabs if tab.key == "belum-diambil"), "0")

    @property
    def say(self) -> str:
        words = _("%(n)s dari %(length)s kasus, menurut batas waktu")
        if self.tab.key == "semua":
            words = _("%(n)s dari %(length)s kasus, terbaru dulu")
        return words % {"n": len(self.rows), "length": self.tab.count}

    @property
    def caption(self) -> str:
        return f"{self.tab.label}: {self.say}"


class Desk:
    """What one officer's grants of today let them see in the queue."""

    def __init__(self, user: User, today: datetime.date) -> None:
        self.user, self.today = user, today
        held = grants_of(user, today)
        self.units = {grant.unit.pk: grant.unit.short_name for grant in held if grant.unit is not None}
        roles: dict[int, set[str]] = {}
        for grant in held:
            if grant.unit_id is not None and grant.role in DESK_ROLES:
                roles.setdefault(grant.unit_id, set()).add(grant.role)
        self.scope = Scope(
            user=user.pk,
            sees_all=any(grant.role in (Role.HEAD, Role.AUDITOR) for grant in held),
            head_units=frozenset(grant.unit_id for grant in held if grant.role == Role.HEAD),
            roles=tuple((unit, frozenset(found)) for unit, found in roles.items()),
        )

    def is_mine(self, item: WorkItem) -> bool:
        if not item.open or item.waiting_on != WaitingOn.UNIT:
            return False
        if item.officer_id is not None or item.role != Role.HEAD:
            return item.officer_id == self.user.pk
        return bool(self.scope.head_units & {item.unit_id, None})

    def order(self, key: str) -> Sequence[Key]:
        if key != "semua":
            return BY_DEADLINE
        return NEWEST_OF_ALL if self.scope.sees_all else NEWEST_OF_UNIT

    def next_case(self) -> WorkItem | None:
        """The most urgent case of mine, else the most urgent one nobody has taken. Takes nothing."""
        for key in ("saya", "belum-diambil"):
            if key in keys_of(self.scope) and (found := scans.first(LISTS[key](self.scope), "sort_on", "id")):
                return found
        return None


def queue_page(desk: Desk, *, tab: str, cursor: str, back: str) -> QueuePage:
    keys, counted = keys_of(desk.scope), lengths(desk.scope)
    chosen = tab if tab in keys else keys[0]
    labels, tabs = _labels(), []
    for key in keys:
        tabs.append(Tab(key, labels[key], counted[key], current=key == chosen))
    page = scans.page(LISTS[chosen](desk.scope), order=desk.order(chosen), cursor=cursor)
    shared = Rows(page.rows, today=desk.today, days=calendar(desk.today), units=desk.units)
    before, after = addresses({"tab": chosen} | ({"hal": cursor} if cursor else {}))
    seen = Counter(item.number for item in page.rows)  # one officer may work on two stages of a case

    def address(item: WorkItem) -> str:
        return f"{before}{item.number}{after}" + (f"&tahap={item.stage_key}" if seen[item.number] > 1 else "")

    return QueuePage(
        tab=next(found for found in tabs if found.current),
        tabs=tabs,
        rows=[
            shared.row(item, href=address(item), mine=desk.is_mine(item), back=item.number == back)
            for item in page.rows
        ],
        earlier=page.earlier,
        later=page.later,
    )


def _labels() -> dict[str, str]:
    return {
        "saya": _("Giliran saya"),
        "unit": _("Unit saya"),
        "belum-diambil": _("Belum diambil"),
        "pemohon": _("Menunggu pemohon"),
        "semua": _("Semua"),
    }
