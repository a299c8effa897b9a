import logging

from celery import shared_task
from django.utils import timezone

from applications.catalogue import publishing
from applications.catalogue.models import TypeDraft

log = logging.getLogger(__name__)


@shared_task
def publish_due() -> int:
    """Sweeper: every type whose time has come and that has not failed yet."""
    now = timezone.now()
    due = TypeDraft.objects.filter(publish_at__lte=now, problems=[]).order_by("publish_at").values_list("pk", flat=True)
    published = 0
    for pk in list(due):
        try:
            published += publishing.publish_due(draft_id=pk, now=now)
        except Exception:  # one type in trouble holds up no other, and the next run finds it again
            log.exception("draft %s could not be published", pk)
    return published
