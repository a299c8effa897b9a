"""Sitting down at a case: the rows locked in order, the page not stale, the stage open and this officer's."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from applications.answers.facts import facts_of
from applications.answers.queries import answers_of
from applications.catalogue.schema import StageKind
from applications.lifecycle import moves, stages
from applications.lifecycle.models import Application, WorkItem
from applications.lifecycle.moves import AlreadyDecided, NotYourMove
from applications.lifecycle.ownership import OwnCase, is_own
from applications.lifecycle.states import WaitingOn
from perizinan.accounts.models import RoleGrant, User
from perizinan.accounts.queries import grant_for
from perizinan.accounts.roles import Role
from reviews.decisions.unmet import Unmet

# What a unit says of its own stage holds whatever a unit beside it did; who weighs the whole case reads again.
OF_ONE_STAGE = frozenset({"recommend", "advise_against", "report_visit", "return"})


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
    now: datetime

    @property
    def given(self) -> dict[str, Any]:
        """What conditions and officers' dates may name: the answers as they stand, and the facts of the case today."""
        return given_of(self.application, self.now)


def given_of(application: Application, now: datetime) -> dict[str, Any]:
    return facts_of(application, answers_of(application, application.round), now=now)


def turn_of(stage_kind: str) -> WaitingOn:
    """Whose turn a case must be for its officer to act: the treasurer acts while the applicant pays."""
    return WaitingOn.PAYMENT if stage_kind == StageKind.PAYMENT else WaitingOn.UNIT


def is_stale(item: WorkItem, verb: str, seen: int) -> bool:
    """Whether a page with that revision is too old for this press."""
    missed = item.application.revision - seen
    if missed == 0:
        return False
    since = moves.moved_since(item.application, seen)
    beside = len(since) == missed and all(c.source == c.target and c.stage_key != item.stage_key for c in since)
    return not (beside and verb in OF_ONE_STAGE)


def sit_down(*, item_id: int, verb: str, seen: int | None, by: User, now: datetime) -> Desk:
    """`verb` "": work on the stage that decides nothing yet. `seen` None: it does not matter what the page showed."""
    assert transaction.get_connection().in_atomic_block, "the locks belong to the caller's transaction"
    application = moves.lock(WorkItem.objects.values_list("application_id", flat=True).get(pk=item_id))
    item = WorkItem.objects.select_for_update(of=("self",)).select_related("unit").get(pk=item_id)
    item.application = application
    if seen is not None and is_stale(item, verb, seen):
        raise AlreadyDecided(application.changes.order_by("-pk").first())
    if not item.open or application.waiting_on != turn_of(item.stage_kind):
        raise NotYourMove("the case does not wait for this stage")
    if verb and verb not in stages.verbs_at(item.stage_kind):
        raise NotYourMove(f"{verb} is not possible at {item.stage_kind}")
    grant = grant_for(by, Role(item.role), item.unit, timezone.localdate(now))
    if grant is None:
        raise NotYourMove("not a stage of this officer")
    if is_own(application, by):
        raise OwnCase
    if item.officer_id != by.pk:
        item.officer = by  # acting on a case takes it
        item.save(update_fields=["officer"])
    return Desk(application, item, grant, now)


def demand(unmet: list[Unmet]) -> None:
    if unmet:
        raise NotReady(unmet)
