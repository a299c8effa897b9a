"""Who sits at a case: the case as this officer may see it, its latest stage, what they may do now."""

import datetime
from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.http import urlencode

from applications.lifecycle import stages
from applications.lifecycle.casenumber import read
from applications.lifecycle.models import Application, WorkItem
from applications.lifecycle.ownership import with_own
from perizinan.accounts.decorators import role_required
from perizinan.accounts.queries import grants_of
from perizinan.accounts.roles import Role
from perizinan.accounts.types import AuthedRequest
from reviews.decisions.sitting import turn_of
from reviews.desk.queue import DESK_ROLES

P = ParamSpec("P")
AuthedView = Callable[Concatenate[AuthedRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
Held = Set[tuple[str, int | None]]  # role and unit


def officers(view: AuthedView[P]) -> View[P]:
    """Who decides at some stage."""
    return role_required(*DESK_ROLES)(view)


def readers(view: AuthedView[P]) -> View[P]:
    """Officers, and the auditor, who reads everything and changes nothing."""
    return role_required(*DESK_ROLES, Role.AUDITOR)(view)


@dataclass(frozen=True)
class Seat:
    application: Application
    item: WorkItem  # the stage one sits at, else the latest; closed once the case has left the desk
    verbs: tuple[str, ...]  # what this person may do here and now
    own: bool
    may_claim: bool
    mine: bool
    queue: str  # the query of the queue page one came from
    back: str  # that, and the stage one chose: every link of the case carries it along
    stages: list[WorkItem]  # all so far, the latest last
    choices: list[WorkItem]  # others of this person, worked on at the same time
    held: Held  # today, also for stages that are closed

    @property
    def number(self) -> str:
        return self.application.number

    @property
    def may_judge(self) -> bool:
        return "return" in self.verbs  # a treasurer only waits for the money

    @property
    def beside(self) -> list[WorkItem]:
        """What other units work on at the same time."""
        return [stage for stage in self.stages if stage.open and stage != self.item]

    def may_add_to(self, stage: WorkItem) -> bool:
        """Whether the report of that stage, passed on or not, is one this person may bring another scan for."""
        return self.application.open and not self.own and _granted(stage, self.held)


def seat_of(request: AuthedRequest, number: str, today: datetime.date) -> Seat:
    """A stranger's case does not exist."""
    application = (
        with_own(Application.objects.for_staff(request.user, today), request.user)
        .filter(number=read(number) or "")
        .select_related("applicant", "filed_by", "village__parent")
        .first()
    )
    if application is None:
        raise Http404
    items = list(application.items.select_related("unit", "officer").order_by("pk"))
    assert items, "a sent case has its first stage"
    return _seat(request, application, items, today)


def origin(request: HttpRequest) -> str:
    """The queue page one came from, as a query."""
    return urlencode({name: request.GET[name] for name in ("tab", "hal") if name in request.GET})


def _seat(request: AuthedRequest, application: Application, items: list[WorkItem], today: datetime.date) -> Seat:
    """What a page offers; the action behind each button asks again, with the rows locked."""
    own = bool(getattr(application, "own"))  # noqa: B009  # of `with_own`
    held = {(grant.role, grant.unit_id) for grant in grants_of(request.user, today)}
    here = _mine_now(request, application, items, held)
    item = _item_for(request, items, here)
    turn = application.waiting_on == turn_of(item.stage_kind)
    active = _granted(item, held) and item.open and not own and turn
    chosen = {"tahap": item.stage_key} if item.stage_key == request.GET.get("tahap") else {}
    queue = origin(request)
    return Seat(
        application=application,
        item=item,
        verbs=tuple(stages.verbs_at(item.stage_kind)) if active else (),
        own=own,
        may_claim=active and item.officer is None,
        mine=item.open and item.officer_id == request.user.pk,
        queue=queue,
        back="&".join(filter(None, [urlencode(chosen), queue])),
        stages=items,
        choices=[] if own else [other for other in here if other != item],
        held=held,
    )


def _granted(item: WorkItem, held: Held) -> bool:
    return not held.isdisjoint({(item.role, item.unit_id), (item.role, None)})


def _mine_now(request: AuthedRequest, application: Application, items: list[WorkItem], held: Held) -> list[WorkItem]:
    """The open stages of this person: whose turn it is before those that wait, taken ones before free ones."""
    mine = [item for item in items if item.open and _granted(item, held)]
    return sorted(
        mine,
        key=lambda item: (
            application.waiting_on != turn_of(item.stage_kind),
            item.officer_id != request.user.pk,
        ),
    )


def _item_for(request: AuthedRequest, items: list[WorkItem], mine: list[WorkItem]) -> WorkItem:
    """Of the stages worked on at the same time the one this person chose, else the first of theirs."""
    chosen = [item for item in mine if item.stage_key == request.GET.get("tahap")]
    at_work = [item for item in items if item.open] or items[-1:]
    return (chosen or mine or at_work)[0]
