"""Whom the portal tells about permit types."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from applications.catalogue.models import TypeDraft
from perizinan.accounts.queries import officers_of
from perizinan.accounts.roles import Role
from perizinan.outbox import actions as outbox


def not_published(draft: TypeDraft, *, now: datetime) -> None:
    """Every admin, once for each date that failed."""
    assert draft.publish_at is not None, "only what was planned can miss its date"
    planned = timezone.localtime(draft.publish_at)
    context = {
        "name": str(draft.spec["name"]["id"]),
        "planned_on": planned.date().isoformat(),
        "count": len(draft.problems),
        "link": f"{settings.SITE_URL}{reverse('editor:type', args=[draft.slug])}",
    }
    for admin in officers_of(Role.ADMIN, None, timezone.localdate(now)):
        key = f"type-not-published:{draft.slug}:{planned.isoformat()}:{draft.saved_at.isoformat()}:{admin.pk}"
        outbox.post(to=admin, kind="type_not_published", context=context, key=key, now=now)
