from celery import shared_task
from django.utils import timezone

from applications.corrections import actions
from applications.corrections.models import Round


@shared_task
def lapse_overdue() -> int:
    """Sweeper: every open round past its date, not only those of today, so that a missed run loses nothing."""
    now = timezone.now()
    today = timezone.localdate(now)
    overdue = Round.objects.filter(answered_at=None, due_on__lt=today).values_list("application_id", flat=True)
    return sum(actions.lapse(application_id=pk, today=today, now=now) for pk in list(overdue))
