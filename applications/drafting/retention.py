"""Drafts that nobody goes on with: told a week before, then closed, and what was typed and uploaded is removed.

Sent cases and permits are never touched here; how long they are kept is the law of archives, not ours.
"""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from applications.answers.models import AnswerSet
from applications.documents.models import DocumentVersion, Photo, Upload
from applications.lifecycle import moves
from applications.lifecycle.models import Application
from applications.lifecycle.notices import people
from applications.lifecycle.states import Status
from perizinan.files import removal
from perizinan.files.models import StoredFile
from perizinan.outbox.actions import post

WARNED_BEFORE = timedelta(days=7)
PHOTOS_KEPT = timedelta(days=7)  # once the case is with the office, the photos behind its PDFs are not needed


def kept_until(case: Application, *, saved_at: datetime | None, attached: Iterable[datetime] = ()) -> date:
    last = max([case.created_at, *filter(None, [saved_at]), *attached])
    return timezone.localdate(last) + timedelta(days=settings.DRAFT_KEEP_DAYS)


def forgotten(before: datetime) -> QuerySet[Application]:
    """Drafts in which nothing was typed or uploaded since."""
    drafts = Application.objects.filter(status=Status.DRAFT, created_at__lt=before)
    for model, moment in _TRACES:
        drafts = drafts.exclude(Exists(model.objects.filter(application=OuterRef("pk"), **{f"{moment}__gte": before})))
    return drafts.order_by("pk")


def warn(*, application_id: int, now: datetime) -> bool:
    """Told once per date; a draft that lives on is told again before its next one."""
    with transaction.atomic(durable=True):
        case = moves.lock(application_id)
        until = _last_trace(case) + timedelta(days=settings.DRAFT_KEEP_DAYS)
        if case.status != Status.DRAFT or until - now > WARNED_BEFORE:
            return False
        on = timezone.localdate(until)
        link = settings.SITE_URL + reverse("portal:tasks", args=[case.number])
        for person in people(case):
            with translation.override(person.language):
                words = {"number": case.number, "type": str(case.spec.name), "until": on.isoformat(), "link": link}
            post(to=person, kind="draft_expiring", context=words, key=f"draft:{case.pk}:{on}:{person.pk}", now=now)
    return True


def expire(*, application_id: int, now: datetime) -> bool:
    """Close a forgotten draft; its answers and files are no more. Safe to run twice."""
    with transaction.atomic(durable=True):
        case = moves.lock(application_id)
        if case.status != Status.DRAFT or _last_trace(case) >= cutoff(now):
            return False
        _remove_photos(Photo.objects.filter(application=case), now)
        Upload.objects.filter(application=case).delete()  # the sweeper of uploads finds their bytes
        versions = DocumentVersion.objects.filter(application=case)
        files = set(versions.values_list("stored", flat=True))
        versions.delete()
        _forget(files, now)
        AnswerSet.objects.filter(application=case).delete()
        case.title = ""
        moves.move(application=case, verb="expire", by=None, now=now)
    return True


def drop_photos(*, now: datetime) -> int:
    """Of cases that are with the office or closed since a while; returned ones may still need theirs."""
    with transaction.atomic(durable=True):
        settled = Photo.objects.exclude(application__status__in=[Status.DRAFT, Status.RETURNED])
        sent_lately = Q(application__submitted_at__gte=now - PHOTOS_KEPT)
        return _remove_photos(settled.filter(added_at__lt=now - PHOTOS_KEPT).exclude(sent_lately), now)


def cutoff(now: datetime) -> datetime:
    return now - timedelta(days=settings.DRAFT_KEEP_DAYS)


def _last_trace(case: Application) -> datetime:
    found: list[datetime] = [
        moment
        for model, column in _TRACES
        for moment in model.objects.filter(application=case).values_list(column, flat=True)
    ]
    return max([case.created_at, *found])


def _remove_photos(photos: QuerySet[Photo], now: datetime) -> int:
    found = list(photos.select_for_update(of=("self",)).order_by("pk"))
    Photo.objects.filter(pk__in=[photo.pk for photo in found]).delete()
    return _forget({photo.stored_id for photo in found}, now)


def _forget(files: set[uuid.UUID], now: datetime) -> int:
    """Only what no other case and no photo shows: a document may have been used again. The files are held before that
    is looked up, so that one taken into another case just now is seen."""
    held = StoredFile.objects.select_for_update().filter(pk__in=files).order_by("pk")
    files = set(held.values_list("pk", flat=True))
    used = {
        *DocumentVersion.objects.filter(stored__in=files).values_list("stored", flat=True),
        *Photo.objects.filter(stored__in=files).values_list("stored", flat=True),
    }
    return removal.forget(StoredFile.objects.filter(pk__in=files - used), now=now)


_TRACES = (
    (AnswerSet, "saved_at"),
    (DocumentVersion, "attached_at"),
    (Photo, "added_at"),
    (Upload, "created_at"),
)
