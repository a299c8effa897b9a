from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from applications.answers import actions as answers
from applications.answers.changes import changes
from applications.answers.facts import facts_of
from applications.answers.format import display
from applications.answers.queries import answers_in, answers_of, drafts_of
from applications.catalogue.schema import PermitTypeSpec
from applications.corrections import actions as corrections
from applications.corrections.models import Point, PointKind, Reply
from applications.corrections.queries import open_points
from applications.documents.models import DocumentVersion
from applications.documents.queries import all_versions, replaced, slots
from applications.drafting import renewing
from applications.drafting.closing import TypeClosed, closed_spec, number_of
from applications.drafting.readiness import Readiness, mendable, readiness
from applications.drafting.starting import KindNotOffered
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


class FormMoved(Exception):
    """The type has a newer version than the page that was sent."""


def save_section(
    *,
    application_id: int,
    section_key: str,
    typed: Mapping[str, Any],
    page_version: int | None = None,
    by: User,
    now: datetime,
) -> answers.SectionResult:
    """Autosave and "Simpan": in a draft every field, in a returned case only what `mendable` names.

    `page_version`: the version of the page that was typed into; a draft may have moved on since."""
    with transaction.atomic(durable=True):
        application = moves.lock(application_id)
        if (old := _page_of_before(application, page_version)) is not None:
            return renewing.keep_old_page(
                application=application, old=old, section_key=section_key, typed=typed, by=by, now=now
            )
        if application.status == Status.RETURNED:
            open_to = mendable(application.spec, open_points(application))
            typed = {key: value for key, value in typed.items() if key in open_to}
        elif application.status != Status.DRAFT:
            raise NotYourMove("the answers are with the office")
        if application.spec.section(section_key).stage is not None:
            raise NotYourMove("a section of the officers")
        result = answers.save_section(
            application=application,
            round=working_round(application),
            section_key=section_key,
            typed=typed,
            by=by,
            now=now,
        )
        if application.status == Status.RETURNED:
            for key in set(result.changed) - {problem.field for problem in result.wrong}:
                corrections.mark_mended(application=application, kind=PointKind.FIELD, key=key, now=now)
    return result


def _page_of_before(application: Application, page_version: int | None) -> PermitTypeSpec | None:
    """The form of a page that a draft has moved on from."""
    if application.status != Status.DRAFT or page_version is None or page_version == number_of(application):
        return None
    return renewing.version_of(application, page_version).parsed


def working_round(application: Application) -> int:
    """The round the applicant writes in: the next one while a case is returned."""
    return application.round + 1 if application.status == Status.RETURNED else application.round


def look(
    application: Application,
    points: list[Point] | None = None,
    *,
    now: datetime | None = None,
    drafts: Mapping[int, Mapping[str, Any]] | None = None,
    files: list[DocumentVersion] | None = None,
) -> Readiness:
    """What is missing now. Reads only; `points` (the open ones), `drafts` (of both rounds) and `files` (all versions)
    of a returned case where they are at hand. With `now`, dates that lie too early for a case that is sent now are
    missing too."""
    if application.status != Status.RETURNED:
        given = facts_of(application, answers_of(application, application.round), now=now)
        return readiness(spec=application.spec, given=given, slots=slots(application, given))
    if drafts is None:
        drafts = drafts_of(application, application.round, working_round(application))
    before, draft = drafts[application.round], drafts[working_round(application)]
    points = open_points(application) if points is None else points
    open_to = mendable(application.spec, points)
    given = facts_of(application, answers_in(application, draft), now=now, returned=open_to)
    files = all_versions(application) if files is None else files
    return readiness(
        spec=application.spec,
        given=given,
        slots=slots(application, given, files),
        points=points,
        changed=[change.field.key for change in changes(application.spec, before, draft)],
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
    """Raises NotComplete, NotYourMove, FormMoved, TypeClosed, KindNotOffered. Sending twice (a second tap on a slow
    line) returns the sent case."""
    with transaction.atomic(durable=True):
        application = moves.lock(application_id)
        if application.status == Status.SUBMITTED and application.filed_by_id == by.pk:
            return application
        if application.status != Status.DRAFT:
            raise NotYourMove("only a draft can be sent")
        _demand_open(application)
        found = look(application, now=now)
        if not found.ready:
            raise NotComplete(found)
        given = answers_of(application, 1)
        application.title = _title(application, given)
        application.tracking_code = random_code(6)
        moves.move(
            application=application,
            verb="submit",
            by=by,
            now=now,
            context={"tracking_code": application.tracking_code},
        )
        stages.open_coming(application, facts_of(application, given), now)
    return application


def resubmit(*, application_id: int, by: User, now: datetime) -> Application:
    """Send the mended case back. Raises NotComplete while a point is unanswered."""
    with transaction.atomic(durable=True):
        application = moves.lock(application_id)
        if application.status != Status.RETURNED:
            raise NotYourMove("the case was not returned")
        found = look(application, now=now)
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


def _demand_open(application: Application) -> None:
    """A draft is sent in the form that is in force, of a type and a kind that still take cases."""
    if renewing.due(application) is not None:
        raise FormMoved
    if (spec := closed_spec(application)) is not None:
        raise TypeClosed(spec)
    if not application.spec.offers(application.kind):
        raise KindNotOffered(application.kind)


def _title(application: Application, given: Mapping[str, Any]) -> str:
    """What the case is about, as officers read it in their lists: always Indonesian."""
    key = application.spec.title_field
    if key is None:
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        shown = display(application.spec.field(key), given.get(key), answers=given, spec=application.spec)
    return " ".join(shown.split())[:300]
