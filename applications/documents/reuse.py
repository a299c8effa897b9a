"""A document that the applicant uploaded before, in the slot of another case: the same stored file, nothing sent."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from applications.catalogue.schema import Requirement
from applications.documents import actions as documents
from applications.documents.models import DocumentVersion
from applications.documents.queries import OWN_RIGHT
from applications.lifecycle.models import Application
from perizinan.accounts.models import User
from perizinan.audit.actions import record
from perizinan.files.models import State, StoredFile

_MOST = 3  # offers a slot
_LOOKED_AT = 200  # versions, newest first


class NotYours(Exception):
    """The document is not one that this person may use here."""


def offers(
    application: Application, requirements: Iterable[Requirement], *, by: User, now: datetime
) -> dict[str, list[DocumentVersion]]:
    """One query. By requirement, the newest first; the same bytes are offered once."""
    slots = {requirement.key: requirement for requirement in requirements}
    found: dict[str, list[DocumentVersion]] = {key: [] for key in slots}
    if not slots:
        return found
    known = _usable(application, by, now).filter(requirement_key__in=slots).order_by("-attached_at")
    for version in known[:_LOOKED_AT]:
        offered = found[version.requirement_key]
        repeated = any(version.stored.sha256 == other.stored.sha256 for other in offered)
        if len(offered) < _MOST and not repeated and documents.fits(version.stored, slots[version.requirement_key]):
            offered.append(version)
    return found


def reuse(
    *, application_id: int, requirement: Requirement, version_id: int, by: User, now: datetime
) -> DocumentVersion:
    """Raises NotYours, SlotClosed."""
    with transaction.atomic(durable=True):
        application = documents.lock_open(application_id, requirement.key)
        old = _usable(application, by, now).filter(requirement_key=requirement.key, pk=version_id).first()
        if old is None or not documents.fits(old.stored, requirement) or not _held(old):
            raise NotYours
        if standing := _standing(application, requirement, old):  # pressed twice
            return standing
        version = documents.fill(application, requirement.key, old.stored, by=by, now=now)
        data = {"requirement": requirement.key, "version": version.number, "source": old.application.number}
        record(verb="document.reuse", by=by, subject=application, now=now, data=data)
    return version


def _held(old: DocumentVersion) -> bool:
    """Whether its file is still there, and then until the end of the transaction: an old draft may expire just now."""
    files = StoredFile.objects.select_for_update(no_key=True)
    return files.filter(pk=old.stored_id).first() is not None and DocumentVersion.objects.filter(pk=old.pk).exists()


def _standing(application: Application, requirement: Requirement, old: DocumentVersion) -> DocumentVersion | None:
    slot = DocumentVersion.objects.filter(application=application, requirement_key=requirement.key, current=True)
    return slot.filter(stored=old.stored_id, round=documents.round_of(application)).first()


def _usable(application: Application, by: User, now: datetime) -> QuerySet[DocumentVersion]:
    """Clean current documents of other cases that this person may see: of the same applicant, or uploaded by them for
    themselves or a business of their own. What was uploaded for one principal is not for the eyes of another."""
    theirs = Application.objects.of_applicant(by, timezone.localdate(now)).exclude(pk=application.pk)
    whose = Q(application__applicant=application.applicant_id)
    if application.capacity in OWN_RIGHT:
        whose |= Q(stored__uploaded_by=by, application__capacity__in=OWN_RIGHT)
    return DocumentVersion.objects.filter(
        whose,
        application__in=theirs,
        current=True,
        stored__state=State.CLEAN,
    ).select_related("stored", "application")
