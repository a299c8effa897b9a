from datetime import datetime

from django.db import transaction
from django.utils import timezone

from applications.corrections.models import PointKind
from applications.lifecycle import moves
from applications.lifecycle.models import WorkItem
from applications.lifecycle.moves import NotYourMove
from applications.lifecycle.ownership import OwnCase, is_own
from applications.lifecycle.states import WaitingOn
from perizinan.accounts.models import RoleGrant, User
from perizinan.accounts.queries import grant_for
from perizinan.accounts.roles import Role
from perizinan.audit.actions import record
from reviews.checklists.items import items
from reviews.checklists.models import Judgement, Verdict


class SentenceMissing(Exception):
    """What needs mending needs a sentence the applicant can act on."""


class ChangedMeanwhile(Exception):
    """The file or answer on the page is no longer the current one."""


class NotChecked(Exception):
    """The file is still in the line of the checks, or was refused by them: nobody can have read it."""


def judge(
    *,
    item_id: int,
    kind: PointKind,
    key: str,
    fingerprint: str,
    judgement: Judgement,
    note: str,
    internal: str,
    by: User,
    now: datetime,
) -> Verdict:
    """Write the officer's verdict on one document or answer. Raises SentenceMissing, ChangedMeanwhile, NotChecked."""
    note = note.strip() if judgement == Judgement.MEND else ""
    if judgement == Judgement.MEND and not note:
        raise SentenceMissing
    with transaction.atomic(durable=True):
        work, grant = _sit_down(item_id=item_id, by=by, now=now)
        _still_there(work, kind=kind, key=key, fingerprint=fingerprint, judgement=judgement)
        said = {"judgement": judgement, "note": note, "internal": internal.strip()}
        verdict, _made = Verdict.objects.update_or_create(
            application=work.application,
            kind=kind,
            key=key,
            fingerprint=fingerprint,
            defaults=said | {"by": by, "unit": work.unit, "at": now},
        )
        data = {"kind": kind, "key": key, "judgement": Judgement(judgement).label}
        record(verb="case.judge", by=by, subject=work.application, now=now, behalf=grant.acting_for, data=data)
    return verdict


def _sit_down(*, item_id: int, by: User, now: datetime) -> tuple[WorkItem, RoleGrant]:
    application = moves.lock(WorkItem.objects.values_list("application_id", flat=True).get(pk=item_id))
    work = WorkItem.objects.select_for_update(of=("self",)).select_related("unit").get(pk=item_id)
    work.application = application
    grant = grant_for(by, Role(work.role), work.unit, timezone.localdate(now))
    if grant is None or not work.open or application.waiting_on != WaitingOn.UNIT:
        raise NotYourMove("not an open stage of this officer")
    if is_own(application, by):
        raise OwnCase
    return work, grant


def _still_there(work: WorkItem, *, kind: PointKind, key: str, fingerprint: str, judgement: Judgement) -> None:
    judged = next((i for i in items(work.application) if (i.kind, i.key) == (kind, key)), None)
    if judged is None or judged.fingerprint != fingerprint:
        raise ChangedMeanwhile
    if judgement == Judgement.FITS and judged.slot is not None and not judged.slot.checked:
        raise NotChecked
