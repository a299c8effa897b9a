"""The one writer of a status. Callers hold the transaction and the row lock (`lock()`)."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.lifecycle import clock, notices
from applications.lifecycle.models import Application, StatusChange, WorkItem
from applications.lifecycle.states import CLOSED, Status, WaitingOn
from applications.lifecycle.transitions import TABLE, Effect
from perizinan.accounts.models import RoleGrant, Unit, User
from perizinan.audit.actions import record
from perizinan.workdays.queries import calendar as office_calendar

Hook = Callable[[Application, StatusChange], None]
# What a move may change, with what its verb set on the locked row before: one write for all of it.
_MOVED = (
    *("status", "waiting_on", "revision", "round", "title", "tracking_code", "refusal_reason", "refusal_text"),
    "replaced_by",
    *("submitted_at", "complete_at", "closed_at", "due_on", "amber_on", "red_on", "correction_due_on"),
)
_hooks: defaultdict[str, list[Hook]] = defaultdict(list)


class NotYourMove(Exception):
    """The case is not where this verb may be used: the status, the stage or the person does not fit."""


class AlreadyDecided(Exception):
    """Somebody was faster. Carries what they did, so that the page can say by whom and when."""

    def __init__(self, change: StatusChange | None) -> None:
        super().__init__(change)
        self.change = change


def after(verb: str, hook: Hook) -> None:
    """Let a higher slice act in the same transaction. Registered in `<app>/apps.py` only."""
    if hook not in _hooks[verb]:
        _hooks[verb].append(hook)


def lock(pk: int) -> Application:
    """The application with its row locked. Lock order: application, work item, document, permit, counter."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("applicant__user", "filed_by", "village__parent")
        .get(pk=pk)
    )


def moved_since(application: Application, seen: int) -> list[StatusChange]:
    """What a page with that revision does not show yet, the latest first: every move is one step and one row."""
    return list(application.changes.order_by("-pk")[: max(0, application.revision - seen)])


def move(
    *,
    application: Application,
    verb: str,
    by: User | None,
    now: datetime,
    item: WorkItem | None = None,
    grant: RoleGrant | None = None,
    count: int = 0,
    context: dict[str, str] | None = None,
) -> StatusChange:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("move() needs the caller's transaction")
    row = TABLE[verb]
    source = Status(application.status)
    if source not in row.sources:
        raise NotYourMove(f"{verb} is not possible from {source}")
    application.status, application.waiting_on = row.target, row.waiting_on
    application.revision += 1
    if row.target in CLOSED:
        application.closed_at = now
    if verb == "submit":
        application.submitted_at = now
    if verb == "complete":
        application.complete_at = now
    _run_clock(application, row.clock, verb, now)
    application.save(update_fields=_MOVED)
    _refresh_items(application, verb, now)
    change = _write_down(application, verb, source, by, now, item, grant, count)
    notices.tell(application=application, verb=verb, change=change, context=context or {}, now=now)
    for hook in _hooks[verb]:
        hook(application, change)
    return change


def _run_clock(application: Application, effect: Effect, verb: str, now: datetime) -> None:
    today = timezone.localdate(now)
    found = clock.apply(application=application, effect=effect, reason=verb, on=today, calendar=office_calendar(today))
    application.due_on = found.due_on if found else None
    application.amber_on = found.amber_on if found else None
    application.red_on = found.red_on if found else None


def _refresh_items(application: Application, verb: str, now: datetime) -> None:
    """Keep the queue's copy true: dates of the running clock, whose turn, rounds."""
    paying = application.waiting_on == WaitingOn.PAYMENT  # the treasurer's stage waits for the applicant
    changed: dict[str, Any] = {
        "waiting_on": WaitingOn.APPLICANT if paying else application.waiting_on,
        "rounds": application.round - 1,
        "due_on": application.due_on,
        "amber_on": application.amber_on,
        "red_on": application.red_on,
    }
    if application.due_on is not None:
        changed["sort_on"] = application.due_on
    if verb in {"return", "resubmit", "ask_payment"}:
        changed["waiting_since"] = now
    if application.status in CLOSED:
        changed |= {"closed_at": now, "outcome": verb}
    application.items.filter(closed_at=None).update(**changed)


def _write_down(
    application: Application,
    verb: str,
    source: Status,
    by: User | None,
    now: datetime,
    item: WorkItem | None,
    grant: RoleGrant | None,
    count: int,
) -> StatusChange:
    change = StatusChange.objects.create(
        application=application,
        verb=verb,
        source=source,
        target=application.status,
        stage_key=item.stage_key if item else application.stage_key,
        unit=item.unit if item else None,
        by=by,
        by_name=by.name if by else "",
        acting_for=grant.acting_for if grant else "",
        at=now,
        count=count,
    )
    record(
        verb=f"application.{verb}",
        by=by,
        subject=application,
        now=now,
        behalf=grant.acting_for if grant else "",
        data={"from": source, "to": application.status, "stage": change.stage_key, "count": count},
    )
    return change


def unit_named(code: str) -> Unit:
    return Unit.objects.get(code=code)
