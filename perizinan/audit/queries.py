"""What pages read of the audit. Newest first; `before` is the id of the last row shown."""

from django.db import models

from perizinan.audit.models import AuditEntry


def entries_for(
    subject: models.Model | str, subject_id: object = None, *, before: int | None = None, limit: int = 50
) -> list[AuditEntry]:
    """By instance, or by its type ("applications.application") and id."""
    if isinstance(subject, models.Model):
        return entries_for(subject._meta.label_lower, subject.pk, before=before, limit=limit)
    return _page(AuditEntry.objects.filter(subject_type=subject, subject_id=str(subject_id)), before, limit)


def entries(*, before: int | None = None, limit: int = 50) -> list[AuditEntry]:
    return _page(AuditEntry.objects.all(), before, limit)


def _page(entries: "models.QuerySet[AuditEntry]", before: int | None, limit: int) -> list[AuditEntry]:
    if before is not None:
        entries = entries.filter(pk__lt=before)
    return list(entries.order_by("-id")[:limit])
