"""Reads of the applicant's pages, one function a page."""

import datetime
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, OuterRef, Subquery, When
from django.utils.translation import gettext as _

from applications.catalogue.schema import StageKind
from applications.corrections.models import Point
from applications.corrections.queries import open_points
from applications.lifecycle.casenumber import read_code
from applications.lifecycle.models import Application, WorkItem
from applications.lifecycle.states import Status, WaitingOn
from applications.permits.models import Permit
from applications.portal.holding import Holding, holding
from applications.portal.kind_words import kind_name
from applications.portal.paying import Payment, payment
from applications.portal.timeline import Event, events
from applications.portal.turn import Seen, Turn, deadline_sentence, listed, turn
from perizinan.accounts.models import User
from perizinan.web.pagination import Key, Page, page_of
from perizinan.workdays.queries import calendar

_NO_PROGRESS = frozenset({Status.DRAFT, Status.WITHDRAWN, Status.REJECTED, Status.LAPSED, Status.TRANSFERRED})


@dataclass(frozen=True)
class Progress:
    current: int
    total: int
    name: str
    done: bool


@dataclass(frozen=True)
class CasePage:
    case: Application
    turn: Turn
    progress: Progress | None
    deadline: str
    points: list[Point]
    events: list[Event]
    kind: str  # "Perpanjangan"; empty for a new permit
    payment: Payment | None  # what is due now
    paid_at: datetime.datetime | None
    holding: Holding | None
    replaced_by: Application | None  # where a transferred case goes on


def case_page(case: Application, today: datetime.date, given: Mapping[str, Any] | None = None) -> CasePage:
    """Three queries beside the case itself, one or two more where its state has something of its own to show.

    `given`: answers and facts, from which a fee is counted. Without them (no login) no amount is shown."""
    items = list(case.items.select_related("unit").order_by("pk"))
    open_items = sorted((item for item in items if item.open), key=lambda item: item.position)
    points = open_points(case) if case.status == Status.RETURNED else []
    changes = list(case.changes.select_related("unit").order_by("-at", "-pk"))
    left = calendar(today).count(today, case.due_on) if case.due_on and case.due_on >= today else 0
    due = payment_due(case, open_items, given)
    held = holding(case, today) if case.status == Status.ISSUED else None
    seen = Seen(
        items=open_items,
        points=len(points),
        payment=due,
        permit=held.permit if held else None,
        today=today,
    )
    return CasePage(
        case=case,
        turn=turn(case, seen),
        progress=progress(case, items),
        deadline=deadline_sentence(case, today, left),
        points=points,
        events=events(changes, case.kind),
        kind=kind_name(case.kind),
        payment=due,
        paid_at=next((change.at for change in changes if change.verb == "confirm_payment"), None),
        holding=held,
        replaced_by=case.replaced_by,
    )


def payment_due(case: Application, items: Sequence[WorkItem], given: Mapping[str, Any] | None) -> Payment | None:
    if case.status != Status.AWAITING_PAYMENT or given is None:
        return None
    paying = next((item for item in items if item.stage_kind == StageKind.PAYMENT), None)
    return payment(case.spec, paying, given) if paying else None


def progress(case: Application, items: Sequence[WorkItem]) -> Progress | None:
    """`items`: of all its stages so far, oldest first. How many there are in all, the newest knows."""
    if case.status in _NO_PROGRESS or not items:
        return None
    total = items[-1].positions
    if case.status == Status.ISSUED:
        return Progress(total, total, _("Terbit, semua tahap selesai"), done=True)
    at_once = sorted((item for item in items if item.open), key=lambda item: item.position)
    if case.status == Status.AWAITING_SIGNATURE or not at_once:
        return Progress(total, total, _("Tanda tangan"), done=False)
    name = listed([str(case.spec.stage(item.stage_key).name) for item in at_once])
    return Progress(at_once[0].position, total, name, done=False)


@dataclass(frozen=True)
class Row:
    case: Application
    turn: Turn
    kind: str
    replaces: str  # the number of the case that an officer moved here


@dataclass(frozen=True)
class Mine:
    yours: list[Row]
    ours: list[Row]
    done: list[Row]
    page: Page[Application]


_RANK = Case(  # within "Giliran Anda", what the office waits for comes before drafts
    When(status=Status.DRAFT, then=1),
    When(waiting_on__in=[WaitingOn.APPLICANT, WaitingOn.PAYMENT], then=0),
    When(waiting_on=WaitingOn.NOBODY, then=3),
    default=2,
)
_REPLACES = Subquery(Application.objects.filter(replaced_by=OuterRef("pk")).values("number")[:1])
_ORDER = (Key("rank"), Key("created_at", descending=True), Key("pk", descending=True))


def mine(user: User, today: datetime.date, cursor: str | None = None) -> Mine:
    """Somebody's cases by whose turn it is, newest first; four queries however many."""
    found = (
        Application.objects.of_applicant(user, today)
        .select_related("applicant")
        .annotate(rank=_RANK, replaces=_REPLACES)
    )
    page = page_of(found, order=_ORDER, cursor=cursor)
    cases = page.rows
    open_items = _open_items(cases)
    counts = _point_counts([c for c in cases if c.status == Status.RETURNED])
    permits = _permits([c for c in cases if c.status == Status.ISSUED])
    rows = [
        Row(
            case,
            turn(case, Seen(open_items.get(case.pk, ()), counts.get(case.pk, 0), None, permits.get(case.pk), today)),
            kind_name(case.kind),
            getattr(case, "replaces", None) or "",
        )
        for case in cases
    ]
    return Mine(
        yours=[r for r in rows if r.turn.kind == "is-yours"],
        ours=[r for r in rows if r.turn.kind == "is-ours"],
        done=[r for r in rows if r.turn.kind not in ("is-yours", "is-ours")],
        page=page,
    )


def _open_items(cases: list[Application]) -> dict[int, list[WorkItem]]:
    found: dict[int, list[WorkItem]] = {}
    rows = WorkItem.objects.filter(application__in=[c.pk for c in cases], closed_at=None).select_related("unit")
    for item in rows.order_by("position", "pk"):
        found.setdefault(item.application_id, []).append(item)
    return found


def _permits(cases: list[Application]) -> dict[int, Permit]:
    by_pk = {case.pk: case for case in cases}
    rows = Permit.objects.filter(application__in=by_pk).only("application_id", "ended_how", "ended_at", "valid_until")
    found = {permit.application_id: permit for permit in rows} if by_pk else {}
    for pk, permit in found.items():
        permit.application = by_pk[pk]
    return found


def _point_counts(cases: list[Application]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for pk in Point.objects.filter(round__application__in=[c.pk for c in cases], round__answered_at=None).values_list(
        "round__application_id", flat=True
    ):
        counts[pk] = counts.get(pk, 0) + 1
    return counts


def tracked(number: str, code: str, today: datetime.date) -> CasePage | None:
    """For `/lacak/`: without a login, so only who holds the receipt's code."""
    found = (
        Application.objects.filter(number=number)
        .exclude(tracking_code="")
        .select_related("applicant", "village__parent")
        .first()
    )
    if found is None or not hmac.compare_digest(found.tracking_code.encode(), read_code(code).encode()):
        return None
    return case_page(found, today)
