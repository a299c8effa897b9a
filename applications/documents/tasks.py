from celery import shared_task
from django.utils import timezone

from applications.documents import sweeping


@shared_task
def sweep_uploads() -> None:
    sweeping.sweep(now=timezone.now())
