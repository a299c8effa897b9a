from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from applications.answers import actions as answers
from applications.answers.changes import changes
from applications.answers.queries import answers_in, answers_of, drafts_of
from applications.corrections import actions as corrections
from applications.corrections.models import Point, PointKind, Reply
from applications.corrections.queries import open_points
from applications.documents.queries import all_versions, replaced, slots
from applications.drafting.readiness import Readiness, facts, mendable, readiness
from applications.lifecycle import moves, stages
from applications.lifecycle.casenumber import random_code
from applications.lifecycle.models import Application
from applications.lifecycle.moves import NotYourMove
from applications.lifecycle.states import Status
from perizinan.accounts.models import User


class NotComplete(Exception):
    """Something is still missing; carries what."""

    def __init__(self, readiness: Readiness) -> None:
        super().__init__(readiness)
        self.readiness = readiness


class NotMended(Exception):
    """ "Mended" needs a new file, or another answer."""


def save_section(
    *, application_id: int, section_key: str, typed: Mapping[str, str], by: User, now: datetime
) -> answers.SectionResult:
    """Autosave and "Simpan": in a draft every field, in a returned case only what `mendable` names."""
    with transaction.atomic(durable=True):
        application = moves.lock(application_id)
        section = application.spec.section(section_key)
        if application.status == Status.RETURNED:
            open_to = mendable(application.spec, open_points(application))
            typed = {key: value for key, value in typed.items() if key in open_to}
        elif application.status != Status.DRAFT:
            raise NotYourMove("the answers are with the office")
        result = answers.save_section(
            application=application,
            round=working_round(application),
            section_key=section.key,
            typed=typed,
            by=by,
            now=now,
        )
        if application.status == Status.RETURNED:
            for key in set(result.changed) - {problem.field for problem in result.wrong}:
                corrections.mark_mended(application=application, kind=PointKind.FIELD, key=key, now=now)
    return result


def working_round(application: Application) -> int:
    """The round the applicant writes in: the next one while a case is returned."""
    return application.round + 1 if application.status == Status.RETURNED else application.round


def look(application: Application, points: list[Point] | None = None) -> Readiness:
    """What is missing now. Reads only; `points`: the open ones, where they are at hand."""
    if application.status != Status.RETURNED:
        given = facts(capacity=application.capacity, answers=answers_of(application, application.round))
        return readiness(spec=application.spec, given=given, slots=slots(application, given))
    drafts = drafts_of(application, application.round, working_round(application))
    before, now = drafts[application.round], drafts[working_round(application)]
    given = facts(capacity=application.capacity, answers=answers_in(application, now))
    files = all_versions(application)
    return readiness(
        spec=application.spec,
        given=given,
        slots=slots(application, given, files),
        points=open_points(application) if points is None else points,
        changed=[change.field.key for change in changes(application.spec, before, now)],
        replaced=replaced(files, since=application.round),
    )


def answer(*, application_id: int, point_id: int, reply: Reply, text: str, now: datetime) -> Point:
    """The applicant's word on one point. Raises NotMended, corrections.ReasonMissing, NotYourMove."""
    with transaction.atomic(durable=True):
        application = moves.lock(application_id)
        point = corrections.answer(application=application, point_id=point_id, reply=reply, text=text, now=now)
        if reply == Reply.MENDED and point.pk not in look(application).mended:
            raise NotMended
    return point


def submit(*, application_id: int, by: User, now: datetime) -> Application:
    """Raises NotComplete, NotYourMove. Sending twice (a second tap on a slow line) returns the sent case."""
    with transaction.atomic(durable=True):
        application = moves.lock(application_id)
        if application.status == Status.SUBMITTED and application.filed_by_id == by.pk:
            return application
        if application.status != Status.DRAFT:
            raise NotYourMove("only a draft can be sent")
        found = look(application)
        if not found.ready:
            raise NotComplete(found)
        given = answers_of(application, 1)
        application.title = str(given.get(application.spec.title_field or "", ""))[:300]
        application.tracking_code = random_code(6)
        moves.move(
            application=application,
            verb="submit",
            by=by,
            now=now,
            context={"tracking_code": application.tracking_code},
        )
        stages.open_first(application, now)
    return application


def resubmit(*, application_id: int, by: User, now: datetime) -> Application:
    """Send the mended case back. Raises NotComplete while a point is unanswered."""
    with transaction.atomic(durable=True):
        application = moves.lock(application_id)
        if application.status != Status.RETURNED:
            raise NotYourMove("the case was not returned")
        found = look(application)
        if not found.ready:
            raise NotComplete(found)
        closed = corrections.close_round(application=application, now=now)
        application.round = closed.number
        application.correction_due_on = None
        moves.move(application=application, verb="resubmit", by=by, now=now, count=closed.points.count())
    return application


def withdraw(*, application_id: int, by: User, now: datetime) -> Application:
    with transaction.atomic(durable=True):
        application = moves.lock(application_id)
        if application.status == Status.WITHDRAWN:
            return application
        if application.status == Status.RETURNED:
            corrections.close_round(application=application, now=now)
        moves.move(application=application, verb="withdraw", by=by, now=now)
    return application
