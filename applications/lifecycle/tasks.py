from celery import shared_task
from django.utils import timezone

from applications.lifecycle import medians


@shared_task
def refresh_medians() -> int:
    return medians.refresh(now=timezone.now())
