"""A draft follows its type to the newest version; every word goes with it, what does not fit stays to be read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from applications.answers import rules
from applications.answers.actions import SectionResult
from applications.answers.carrying import carry
from applications.answers.facts import facts_of
from applications.answers.models import AnswerSet
from applications.catalogue.models import Version, spec_of
from applications.catalogue.schema import PermitTypeSpec
from applications.documents.models import DocumentVersion
from applications.drafting import leftover
from applications.drafting.closing import newest_id, takes_cases
from applications.drafting.verbs import RENEWED
from applications.lifecycle import moves
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.accounts.models import User
from perizinan.audit.actions import record


class UnknownPage(LookupError):
    """No version of this type ever had such a section."""


def due(application: Application) -> int | None:
    """The key of the version a draft has to move to. One that takes no cases is no place to move to."""
    if application.status != Status.DRAFT:
        return None
    newest = newest_id(application)
    return newest if newest != application.version_id and takes_cases(spec_of(newest)) else None


def renew(*, application_id: int, now: datetime) -> Application:
    """Move a draft to the newest version. Doing it again changes nothing; a case that was sent never moves."""
    with transaction.atomic(durable=True):
        application = moves.lock(application_id)
        target = due(application)
        if target is None:
            return application
        old, new = application.version, Version.objects.get(pk=target)
        answers = _answers(application, now)
        carried = carry(old.parsed, new.parsed, answers.data)
        answers.carried = leftover.to_version(
            answers.carried,
            carried,
            old.parsed,
            new.parsed,
            numbers=(old.number, new.number),
            attached=_attached(application),
        )
        answers.data = carried.data
        answers.revision += 1
        answers.save(update_fields=["data", "carried", "revision"])
        application.version = new
        application.save(update_fields=["version"])
        record(
            verb=RENEWED,
            by=None,
            subject=application,
            now=now,
            data={"type": new.parsed.slug, "from": old.number, "to": new.number},
        )
    return application


def keep_old_page(
    *,
    application: Application,
    old: PermitTypeSpec,
    section_key: str,
    typed: Mapping[str, Any],
    by: User,
    now: datetime,
) -> SectionResult:
    """What somebody typed into a page of an earlier version, carried like the draft itself. Inner verb.

    An empty field there changes nothing: the newer page may hold its answer by now."""
    answers = _answers(application, now)
    fields = next((section.fields for section in old.applicant_sections() if section.key == section_key), None)
    if fields is None:
        raise UnknownPage(section_key)
    values = {field.key: rules.stored(field, typed[field.key]) for field in fields if field.key in typed}
    carried = carry(old, application.spec, values)
    answers.data.update(carried.data)
    if carried.left:
        shown = {} if answers.carried.get("away") else answers.carried
        left = leftover.merged(shown.get("left", []), carried.left)
        told = {**answers.carried, "asked": shown.get("asked", []), "left": left, "away": False}
        answers.carried = {"why": "version", **told}
    answers.revision += 1
    answers.saved_at, answers.saved_by_id = now, by.pk
    answers.save(update_fields=["data", "carried", "revision", "saved_at", "saved_by"])
    given = facts_of(application, answers.data)
    return SectionResult(saved_at=now, changed=tuple(carried.data), errors=(), given=given)


def put_away(*, application_id: int, now: datetime) -> None:
    """The applicant read what changed. The words stay stored."""
    with transaction.atomic(durable=True):
        application = moves.lock(application_id)
        answers = _answers(application, now)
        if application.status == Status.DRAFT and answers.carried:
            answers.carried["away"] = True
            answers.save(update_fields=["carried"])


def version_of(application: Application, number: int) -> Version:
    """An earlier version of its type. Raises UnknownPage."""
    found = Version.objects.filter(permit_type__versions=application.version_id, number=number).first()
    if found is None:
        raise UnknownPage(number)
    return found


def _answers(application: Application, now: datetime) -> AnswerSet:
    answers, _made = AnswerSet.objects.select_for_update().get_or_create(
        application=application, round=application.round, defaults={"saved_at": now}
    )
    return answers


def _attached(application: Application) -> set[str]:
    found = DocumentVersion.objects.filter(application=application, current=True)
    return set(found.values_list("requirement_key", flat=True))
