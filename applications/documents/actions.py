from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from applications.catalogue.conditions import fields_of
from applications.catalogue.schema import Requirement
from applications.corrections.actions import mark_mended
from applications.corrections.models import PointKind
from applications.corrections.queries import open_points
from applications.documents.models import DocumentVersion
from applications.lifecycle import moves
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.accounts.models import User
from perizinan.audit.actions import record
from perizinan.files import actions as files


class SlotClosed(Exception):
    """The slot may not be changed now: the case is with the office, or this document was not returned."""


def kinds(requirement: Requirement) -> tuple[str, ...]:
    """The file kinds of `perizinan.files` behind the words of the permit type."""
    behind = {"pdf": ("pdf",), "image": ("jpg", "png", "webp", "heic")}
    return tuple(kind for word in requirement.accept for kind in behind[word])


def may_attach(application: Application, requirement_key: str) -> bool:
    if application.status == Status.DRAFT:
        return True
    if application.status != Status.RETURNED:
        return False
    points = open_points(application)
    if any(p.kind == PointKind.DOCUMENT and p.key == requirement_key for p in points):
        return True
    asked_by = fields_of(application.spec.requirement(requirement_key).show_if)
    return any(p.kind == PointKind.FIELD and p.key in asked_by for p in points)  # a mended answer may bring it up


def attach(
    *, application_id: int, requirement: Requirement, upload: "UploadedFile[bytes]", by: User, now: datetime
) -> DocumentVersion:
    """Put a file into a slot; older versions stay. Raises SlotClosed, files.Refused."""
    with transaction.atomic(durable=True):
        application = moves.lock(application_id)
        if not may_attach(application, requirement.key):
            raise SlotClosed
        stored = files.receive(
            upload=upload, by=by, now=now, max_bytes=settings.FILES_MAX_BYTES, accept=kinds(requirement)
        )
        slot = DocumentVersion.objects.filter(application=application, requirement_key=requirement.key)
        last = slot.aggregate(last=Max("number"))["last"] or 0
        slot.filter(current=True).update(current=False)
        version = DocumentVersion.objects.create(
            application=application,
            requirement_key=requirement.key,
            number=last + 1,
            round=application.round + (1 if application.status == Status.RETURNED else 0),
            stored=stored,
            attached_by=by,
            attached_at=now,
        )
        mark_mended(application=application, kind=PointKind.DOCUMENT, key=requirement.key, now=now)
        record(
            verb="document.attach",
            by=by,
            subject=application,
            now=now,
            data={"requirement": requirement.key, "version": version.number, "file": str(stored.pk)},
        )
    return version
