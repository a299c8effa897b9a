from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from applications.answers import actions as answers
from applications.corrections import actions as corrections
from applications.lifecycle import moves, stages
from applications.lifecycle.models import Application, WorkItem
from applications.lifecycle.moves import NotYourMove
from applications.lifecycle.ownership import OwnCase, is_own
from applications.lifecycle.states import WaitingOn
from applications.permits import actions as permits
from perizinan.accounts.models import RoleGrant, User
from perizinan.accounts.queries import grant_for
from perizinan.accounts.roles import Role
from perizinan.workdays.queries import calendar
from reviews.checklists.items import Item, items
from reviews.decisions.unmet import Unmet, before_passing_on, before_returning


class NotReady(Exception):
    """Pressed too early; carries what is unmet."""

    def __init__(self, unmet: list[Unmet]) -> None:
        super().__init__(unmet)
        self.unmet = unmet


class ReasonMissing(Exception):
    """A refusal needs a listed reason and a text the applicant can understand."""


class Desk(NamedTuple):
    application: Application
    item: WorkItem
    grant: RoleGrant


def _sit_down(*, item_id: int, verb: str, seen: int, by: User, now: datetime) -> Desk:
    """Lock in order, then check: the stage is open and this officer's, the page is not stale."""
    application = moves.lock(WorkItem.objects.values_list("application_id", flat=True).get(pk=item_id))
    item = WorkItem.objects.select_for_update(of=("self",)).select_related("unit").get(pk=item_id)
    item.application = application
    moves.check_revision(application, seen)
    if not item.open or application.waiting_on != WaitingOn.UNIT or verb not in stages.verbs_at(item.stage_kind):
        raise NotYourMove(f"{verb} is not possible here")
    grant = grant_for(by, Role(item.role), item.unit, timezone.localdate(now))
    if grant is None:
        raise NotYourMove("not a stage of this officer")
    if is_own(application, by):
        raise OwnCase
    if item.officer_id != by.pk:
        item.officer = by  # acting on a case takes it
        item.save(update_fields=["officer"])
    return Desk(application, item, grant)


def _demand(check: Callable[[list[Item]], list[Unmet]], found: list[Item]) -> None:
    if unmet := check(found):
        raise NotReady(unmet)


def pass_on(*, item_id: int, verb: str, seen: int, note: str = "", by: User, now: datetime) -> Application:
    """complete, recommend, advise_against, endorse: the stage is done, the next unit has its turn."""
    with transaction.atomic(durable=True):
        desk = _sit_down(item_id=item_id, verb=verb, seen=seen, by=by, now=now)
        if verb == "advise_against":
            if not note.strip():
                raise ReasonMissing
        else:
            _demand(before_passing_on, items(desk.application))
        _move(desk, verb, by, now)
        stages.finish(item=desk.item, verb=verb, now=now, note=note.strip())
    return desk.application


def approve(*, item_id: int, seen: int, by: User, now: datetime) -> Application:
    """The head's yes: the number is taken here, in this transaction."""
    with transaction.atomic(durable=True):
        desk = _sit_down(item_id=item_id, verb="approve", seen=seen, by=by, now=now)
        _demand(before_passing_on, items(desk.application))
        _move(desk, "approve", by, now)
        stages.finish(item=desk.item, verb="approve", now=now)
        permits.issue(application=desk.application, by=by, grant=desk.grant, now=now)
    return desk.application


def return_case(*, item_id: int, seen: int, by: User, now: datetime) -> Application:
    """Everything that needs mending, of all reviewers, in one go. The clock stops until it comes back."""
    with transaction.atomic(durable=True):
        desk = _sit_down(item_id=item_id, verb="return", seen=seen, by=by, now=now)
        application = desk.application
        with translation.override(settings.LANGUAGE_CODE):  # the points keep these labels
            found = items(application)
        _demand(before_returning, found)
        points = [
            corrections.Asked(i.kind, i.key, i.label, i.verdict.note)
            for i in found
            if i.verdict is not None and i.to_mend
        ]
        limits = application.spec.limits
        assert limits is not None, "only types with limits have cases"
        today = timezone.localdate(now)
        application.correction_due_on = calendar(today).add(today, limits.correction_days)
        answers.copy_round(application=application, source=application.round, target=application.round + 1, now=now)
        corrections.open_round(
            application=application,
            points=points,
            by=by,
            unit_name=desk.item.unit.name,
            due_on=application.correction_due_on,
            now=now,
        )
        _move(desk, "return", by, now, count=len(points))
    return application


def reject(*, item_id: int, seen: int, reason: str, text: str, by: User, now: datetime) -> Application:
    """`reason`: one of the type's list, in its Indonesian words."""
    with transaction.atomic(durable=True):
        desk = _sit_down(item_id=item_id, verb="reject", seen=seen, by=by, now=now)
        listed = {listed_reason.id for listed_reason in desk.application.spec.refusal_reasons}
        if reason not in listed or not text.strip():
            raise ReasonMissing
        desk.application.refusal_reason, desk.application.refusal_text = reason, text.strip()
        stages.finish(item=desk.item, verb="reject", now=now)
        _move(desk, "reject", by, now, context={"reason": reason})
    return desk.application


def _move(
    desk: Desk, verb: str, by: User, now: datetime, *, count: int = 0, context: dict[str, str] | None = None
) -> None:
    moves.move(
        application=desk.application,
        verb=verb,
        by=by,
        now=now,
        item=desk.item,
        grant=desk.grant,
        count=count,
        context=context,
    )
