"""A document that the applicant uploaded before, in the slot of another case: the same stored file, nothing sent."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from applications.catalogue.schema import Requirement
from applications.documents import actions as documents
from applications.documents.models import DocumentVersion
from applications.lifecycle.models import Application
from perizinan.accounts.models import User
from perizinan.audit.actions import record
from perizinan.files.models import State

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
        if old is None or not documents.fits(old.stored, requirement):
            raise NotYours
        version = documents.fill(application, requirement.key, old.stored, by=by, now=now)
        data = {"requirement": requirement.key, "version": version.number, "source": old.application.number}
        record(verb="document.reuse", by=by, subject=application, now=now, data=data)
    return version


def _usable(application: Application, by: User, now: datetime) -> QuerySet[DocumentVersion]:
    """Clean current documents of other cases that this person may see, of the same applicant or uploaded by them."""
    theirs = Application.objects.of_applicant(by, timezone.localdate(now)).exclude(pk=application.pk)
    return DocumentVersion.objects.filter(
        Q(application__applicant=application.applicant_id) | Q(stored__uploaded_by=by),
        application__in=theirs,
        current=True,
        stored__state=State.CLEAN,
    ).select_related("stored", "application")
