import uuid

from celery import shared_task
from django.utils import timezone

from perizinan.files import checking, sweeping
from perizinan.web.nudge import nudge


@shared_task
def check_file(pk: str) -> None:
    checking.check(pk=uuid.UUID(pk), clock=timezone.now)


@shared_task
def sweep_files() -> None:
    for pk in sweeping.sweep(now=timezone.now()):
        nudge(check_file, pk)


@shared_task
def sweep_orphans() -> None:
    sweeping.sweep_orphans(now=timezone.now())
