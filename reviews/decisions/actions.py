"""The verbs of the desk: declare complete, return, recommend, report a visit, confirm a payment, fill in, endorse,
approve, reject, transfer.

Every verb locks, checks that nobody was faster, changes, records. Not here: judging single documents (checklists),
the permit's number and letter (applications.permits).
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone, translation

from applications.answers import actions as answers
from applications.catalogue.charges import charge
from applications.corrections import actions as corrections
from applications.drafting.transfer import open_transferred
from applications.lifecycle import moves
from applications.lifecycle.models import Application
from applications.permits import actions as permits
from applications.permits import predecessors
from perizinan.accounts.models import User
from perizinan.audit.actions import record
from perizinan.workdays.queries import calendar
from reviews.checklists.items import items
from reviews.decisions.following import finish
from reviews.decisions.sitting import Desk, NotReady, ReasonMissing, demand, sit_down
from reviews.decisions.targets import targets
from reviews.decisions.unmet import before_approving, before_leaving, before_passing_on, before_returning
from reviews.inspections import actions as inspections

__all__ = ["NoSuchTarget", "NotReady", "NotYourSection", "ReasonMissing"]


class NotYourSection(Exception):
    """The section is not one that the officers of this stage fill in."""


class NoSuchTarget(Exception):
    """The type a case should move to is not published, is closed, or is its own."""


def pass_on(*, item_id: int, verb: str, seen: int, note: str = "", by: User, now: datetime) -> Application:
    """complete, recommend, advise_against, endorse: the stage is done, the next unit has its turn."""
    with transaction.atomic(durable=True):
        desk = sit_down(item_id=item_id, verb=verb, seen=seen, by=by, now=now)
        if verb == "advise_against" and not note.strip():
            raise ReasonMissing
        judged = [] if verb == "advise_against" else before_passing_on(items(desk.application))
        demand([*judged, *before_leaving(desk.application.spec, desk.item.stage_key, desk.given)])
        _move(desk, verb, by, now)
        finish(desk, verb, now=now, note=note)
    return desk.application


def report_visit(
    *,
    item_id: int,
    seen: int,
    on: date,
    result: str,
    note: str = "",
    scan: "UploadedFile[Any] | None" = None,
    by: User,
    now: datetime,
) -> Application:
    """The visit took place: its report is kept and the stage passes on. Raises ReportWrong, files.Refused."""
    with inspections.scan_in(scan, now=now) as taken, transaction.atomic(durable=True):
        desk = sit_down(item_id=item_id, verb="report_visit", seen=seen, by=by, now=now)
        unmet = before_passing_on(items(desk.application))
        demand([*unmet, *before_leaving(desk.application.spec, desk.item.stage_key, desk.given)])
        inspections.report_visit(item=desk.item, on=on, result=result, note=note, scan=taken, by=by, now=now)
        _move(desk, "report_visit", by, now)
        finish(desk, "report_visit", now=now)
    return desk.application


def confirm_payment(
    *,
    item_id: int,
    seen: int,
    on: date,
    amount: int,
    note: str = "",
    scan: "UploadedFile[Any] | None" = None,
    by: User,
    now: datetime,
) -> Application:
    """The money has come; our time goes on. Raises ReportWrong, files.Refused."""
    with inspections.scan_in(scan, now=now) as taken, transaction.atomic(durable=True):
        desk = sit_down(item_id=item_id, verb="confirm_payment", seen=seen, by=by, now=now)
        given = desk.given
        demand(before_leaving(desk.application.spec, desk.item.stage_key, given))
        inspections.report_payment(
            item=desk.item,
            on=on,
            amount=amount,
            expected=charge(desk.application.spec, given).amount,
            note=note,
            scan=taken,
            by=by,
            now=now,
        )
        _move(desk, "confirm_payment", by, now)
        finish(desk, "confirm_payment", now=now)
    return desk.application


def fill_in(
    *, item_id: int, section_key: str, typed: Mapping[str, Any], by: User, now: datetime
) -> answers.SectionResult:
    """What officers fill in while their stage is open. Keeps every typed word; what is wrong comes back with it."""
    with transaction.atomic(durable=True):
        desk = sit_down(item_id=item_id, verb="", seen=None, by=by, now=now)
        application = desk.application
        if section_key not in {section.key for section in application.spec.stage_sections(desk.item.stage_key)}:
            raise NotYourSection
        result = answers.save_section(
            application=application, round=application.round, section_key=section_key, typed=typed, by=by, now=now
        )
        if result.changed:
            data = {"section": section_key, "fields": list(result.changed), "stage": desk.item.stage_key}
            record(verb="case.fill_in", by=by, subject=application, now=now, behalf=desk.grant.acting_for, data=data)
    return result


def approve(*, item_id: int, seen: int, by: User, now: datetime) -> Application:
    """The head's yes: the number is taken here, in this transaction."""
    with transaction.atomic(durable=True):
        desk = sit_down(item_id=item_id, verb="approve", seen=seen, by=by, now=now)
        beside = desk.application.items.filter(closed_at=None).exclude(pk=desk.item.pk).select_related("unit")
        obstacle = predecessors.obstacle(desk.application, lock=True)
        unmet = before_approving(beside, obstacle, desk.application.former_number)
        unmet += before_passing_on(items(desk.application))
        demand([*unmet, *before_leaving(desk.application.spec, desk.item.stage_key, desk.given)])
        _move(desk, "approve", by, now)
        finish(desk, "approve", now=now)
        permits.issue(application=desk.application, by=by, grant=desk.grant, now=now)
    return desk.application


def return_case(*, item_id: int, seen: int, by: User, now: datetime) -> Application:
    """Everything that needs mending, of all reviewers, in one go. The clock stops until it comes back."""
    with transaction.atomic(durable=True):
        desk = sit_down(item_id=item_id, verb="return", seen=seen, by=by, now=now)
        application = desk.application
        with translation.override(settings.LANGUAGE_CODE):  # the points keep these labels
            found = items(application)
        demand(before_returning(found))
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
        desk = sit_down(item_id=item_id, verb="reject", seen=seen, by=by, now=now)
        listed = {listed_reason.id for listed_reason in desk.application.spec.refusal_reasons}
        if reason not in listed or not text.strip():
            raise ReasonMissing
        desk.application.refusal_reason, desk.application.refusal_text = reason, text.strip()
        finish(desk, "reject", now=now)
        _move(desk, "reject", by, now, context={"reason": reason})
    return desk.application


def transfer(*, item_id: int, seen: int, slug: str, text: str, by: User, now: datetime) -> Application:
    """The applicant chose the wrong type: a draft of the right one opens with what fits, this case is closed. Returns
    the new one."""
    with transaction.atomic(durable=True):
        desk = sit_down(item_id=item_id, verb="transfer", seen=seen, by=by, now=now)
        target = targets(desk.application.spec.slug).filter(slug=slug).first()
        if target is None or target.current is None:
            raise NoSuchTarget
        if not text.strip():
            raise ReasonMissing
        new = open_transferred(source=desk.application, version=target.current, by=by, now=now)
        desk.application.replaced_by, desk.application.refusal_text = new, text.strip()
        finish(desk, "transfer", now=now)
        name = target.current.parsed.name.id
        _move(desk, "transfer", by, now, context={"number": new.number, "type": name, "reason": text.strip()})
    return new


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
