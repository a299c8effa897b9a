"""Who did what to a case and when: its moves, and every entry of the audit about it."""

import datetime
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from applications.documents.models import DocumentVersion
from applications.lifecycle.models import Application, StatusChange
from applications.permits.models import Permit
from perizinan.audit import verbs
from perizinan.audit.models import AuditEntry
from reviews.desk.refusals import said

MOST = 200


@dataclass(frozen=True)
class Move:
    on: datetime.datetime
    sentence: str
    unit: str


@dataclass(frozen=True)
class Entry:
    at: datetime.datetime
    sentence: str
    behalf: str


def moves_of(case: Application) -> list[Move]:
    return [
        Move(change.at, said(change, timezone.localdate(change.at)), _unit(change))
        for change in case.changes.select_related("unit").order_by("-at", "-pk")
    ]


def entries_of(case: Application) -> list[Entry]:
    """Newest first, at most MOST: the case, its documents, its permit."""
    documents = DocumentVersion.objects.filter(application=case).values_list("pk", flat=True)
    permits = Permit.objects.filter(application=case).values_list("pk", flat=True)
    about = Q(subject_type=Application._meta.label_lower, subject_id=str(case.pk))
    for model, keys in ((DocumentVersion, documents), (Permit, permits)):
        about |= Q(subject_type=model._meta.label_lower, subject_id__in=[str(pk) for pk in keys])
    rows = AuditEntry.objects.filter(about).order_by("-id")[:MOST]
    return [Entry(row.at, verbs.sentence(row), row.behalf) for row in rows]


def _unit(change: StatusChange) -> str:
    return " · ".join(filter(None, [change.unit.name if change.unit else "", change.acting_for]))
