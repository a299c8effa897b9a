from datetime import datetime

from django.db import transaction
from django.utils import timezone

from applications.lifecycle import moves
from applications.lifecycle.models import WorkItem
from applications.lifecycle.moves import NotYourMove
from applications.lifecycle.ownership import OwnCase, is_own
from applications.lifecycle.states import Status
from perizinan.accounts.models import User
from perizinan.accounts.queries import grant_for
from perizinan.accounts.roles import Role
from perizinan.audit.actions import record


class AlreadyClaimed(Exception):
    """Another officer took the case first."""

    def __init__(self, officer: User) -> None:
        super().__init__(officer)
        self.officer = officer


def claim(*, item_id: int, by: User, now: datetime) -> WorkItem:
    """Take a case: from now on it is in this officer's list. The first claim of a sent case starts its review."""
    with transaction.atomic(durable=True):
        application = moves.lock(WorkItem.objects.values_list("application_id", flat=True).get(pk=item_id))
        item = WorkItem.objects.select_for_update(of=("self",)).select_related("officer", "unit").get(pk=item_id)
        grant = grant_for(by, Role(item.role), item.unit, timezone.localdate(now))
        if grant is None or not item.open:
            raise NotYourMove("not an open stage of this officer")
        if is_own(application, by):
            raise OwnCase
        if item.officer_id == by.pk:
            return item
        if item.officer is not None:
            raise AlreadyClaimed(item.officer)
        item.officer = by
        item.save(update_fields=["officer"])
        data = {"stage": item.stage_key}
        record(verb="case.claim", by=by, subject=application, now=now, behalf=grant.acting_for, data=data)
        if application.status == Status.SUBMITTED:
            moves.move(application=application, verb="start_review", by=by, now=now, item=item, grant=grant)
    return item


def release(*, item_id: int, by: User, now: datetime) -> WorkItem:
    with transaction.atomic(durable=True):
        application = moves.lock(WorkItem.objects.values_list("application_id", flat=True).get(pk=item_id))
        item = WorkItem.objects.select_for_update(of=("self",)).get(pk=item_id)
        if item.officer_id != by.pk or not item.open:
            raise NotYourMove("only who took a case can give it back")
        item.officer = None
        item.save(update_fields=["officer"])
        record(verb="case.release", by=by, subject=application, now=now, data={"stage": item.stage_key})
    return item
