import logging

from celery import shared_task
from django.utils import timezone

from applications.corrections import actions
from applications.corrections.models import Round

log = logging.getLogger(__name__)


@shared_task
def lapse_overdue() -> int:
    """Sweeper: every open round past its date, not only those of today, so that a missed run loses nothing."""
    now = timezone.now()
    today = timezone.localdate(now)
    overdue = Round.objects.filter(answered_at=None, due_on__lt=today).values_list("application_id", flat=True)
    lapsed = 0
    for pk in list(overdue):
        try:
            lapsed += actions.lapse(application_id=pk, today=today, now=now)
        except Exception:  # one case in trouble holds up nobody else's, and the next run finds it again
            log.exception("case %s could not lapse", pk)
    return lapsed
