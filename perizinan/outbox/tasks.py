from celery import shared_task
from django.utils import timezone

from perizinan.outbox import delivery


# The hard limit is below the lease, so a slow worker is dead before another may claim its delivery.
@shared_task(soft_time_limit=80, time_limit=90)
def deliver_message(pk: int | str) -> None:
    delivery.deliver(pk, now=timezone.now())


@shared_task(soft_time_limit=80, time_limit=90)
def sweep_messages() -> None:
    delivery.sweep(now=timezone.now())
