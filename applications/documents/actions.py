from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction

from applications.catalogue.conditions import fields_of
from applications.catalogue.schema import Requirement
from applications.corrections.actions import mark_mended
from applications.corrections.models import PointKind
from applications.corrections.queries import open_points
from applications.documents import quota
from applications.documents.models import DocumentVersion
from applications.documents.queries import brought_up
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.accounts.models import User
from perizinan.audit.actions import record
from perizinan.files import actions as files
from perizinan.files.kinds import by_media_type
from perizinan.files.models import State, StoredFile


class SlotClosed(Exception):
    """The slot may not be changed now: the case is with the office, or this document was not returned."""


def kinds(requirement: Requirement) -> tuple[str, ...]:
    """The file kinds of `perizinan.files` behind the words of the permit type."""
    behind = {"image": ("jpg", "png", "webp", "heic")}
    return tuple(kind for word in requirement.accept for kind in behind.get(word, (word,)))


def fits(stored: StoredFile, requirement: Requirement) -> bool:
    """Whether a slot takes a file that was received for another one. Before the checks only their list is known."""
    known = by_media_type(stored.content_type)
    wanted = kinds(requirement)
    return known.name in wanted if known is not None else bool(stored.accept) and set(stored.accept) <= set(wanted)


def may_attach(application: Application, requirement_key: str) -> bool:
    if application.status == Status.DRAFT:
        return True
    if application.status != Status.RETURNED:
        return False
    points = open_points(application)
    if any(p.kind == PointKind.DOCUMENT and p.key == requirement_key for p in points):
        return True
    returned = brought_up(application.spec, (p.key for p in points if p.kind == PointKind.FIELD))
    asked_by = fields_of(application.spec.requirement(requirement_key).show_if)
    return not returned.isdisjoint(asked_by)  # a mended answer may bring it up


def attach(
    *, application_id: int, requirement: Requirement, upload: "File[Any]", name: str = "", by: User, now: datetime
) -> DocumentVersion:
    """Put a file into a slot; older versions stay. `name`: what the person calls it, where the file does not know.
    Raises SlotClosed (a page asks `may_attach` before it lets the bytes move), files.Refused."""
    quota.refuse_above(by=by, more=upload.size or 0)
    taken = files.taken_in(upload, now=now, max_bytes=settings.FILES_MAX_BYTES, accept=kinds(requirement), name=name)
    with taken as received, transaction.atomic(durable=True):
        quota.hold(by=by, more=received.size)
        return put_in(application_id=application_id, requirement=requirement, received=received, by=by, now=now)


def put_in(
    *, application_id: int, requirement: Requirement, received: files.Received, by: User, now: datetime
) -> DocumentVersion:
    """Inner verb of `attach`, and of what takes the bytes in by another way. Raises SlotClosed."""
    application = lock_open(application_id, requirement.key)
    return fill(application, requirement.key, files.enter(received, by=by, now=now), by=by, now=now)


def lock_open(application_id: int, requirement_key: str) -> Application:
    """The case, locked, whose slot may be changed now. Raises SlotClosed."""
    application = Application.objects.select_for_update().get(pk=application_id)  # `moves.lock` brings four tables more
    if not may_attach(application, requirement_key):
        raise SlotClosed
    return application


def round_of(application: Application) -> int:
    """Of what is put into a slot now."""
    return application.round + (1 if application.status == Status.RETURNED else 0)


def fill(
    application: Application, requirement_key: str, stored: StoredFile, *, by: User, now: datetime
) -> DocumentVersion:
    """The next version of a slot. Inner verb: the caller holds the case."""
    slot = DocumentVersion.objects.filter(application=application, requirement_key=requirement_key)
    last = slot.order_by("-number").values_list("number", flat=True).first() or 0
    if last:
        slot.filter(current=True).update(current=False)
    version = DocumentVersion.objects.create(
        application=application,
        requirement_key=requirement_key,
        number=last + 1,
        round=round_of(application),
        stored=stored,
        attached_by=by,
        attached_at=now,
    )
    if application.status == Status.RETURNED:  # else nothing was asked for
        mark_mended(application=application, kind=PointKind.DOCUMENT, key=requirement_key, now=now)
    record(
        verb="document.attach",
        by=by,
        subject=application,
        now=now,
        data={"requirement": requirement_key, "version": version.number, "file": str(stored.pk)},
    )
    return version


def attach_again(*, source: Application, target: Application, now: datetime) -> list[DocumentVersion]:
    """The files of one case in the slots of another that have the same name and take their kind. Inner verb.

    The same stored files, by whom they were uploaded; what the checks refused stays behind."""
    slots = {requirement.key: requirement for requirement in target.spec.requirements}
    current = DocumentVersion.objects.filter(application=source, current=True, requirement_key__in=slots)
    return [
        DocumentVersion.objects.create(
            application=target,
            requirement_key=version.requirement_key,
            number=1,
            round=target.round,
            stored=version.stored,
            attached_by=version.attached_by,
            attached_at=now,
        )
        for version in current.select_related("stored", "attached_by").order_by("pk")
        if version.stored.state != State.REJECTED and fits(version.stored, slots[version.requirement_key])
    ]
