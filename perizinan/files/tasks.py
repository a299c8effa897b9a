import uuid
from typing import Any

from celery import Task, shared_task
from django.utils import timezone

from perizinan.files import arriving, checking, imaging, removal, sweeping
from perizinan.web.nudge import nudge


@shared_task
def check_file(pk: str) -> None:
    if checking.check(pk=uuid.UUID(pk), clock=timezone.now):
        nudge(draw_pages, pk)


@shared_task(bind=True)
def draw_pages(self: Task[Any, Any], pk: str) -> None:
    while imaging.draw(pk=uuid.UUID(pk), clock=timezone.now):
        if not self.request.is_eager:
            nudge(draw_pages, pk)  # behind the checks that came meanwhile
            break


@shared_task
def sweep_files() -> None:
    now = timezone.now()
    removal.sweep(now=now)
    for pk in sweeping.sweep(now=now):
        nudge(check_file, pk)
    for pk in sweeping.sweep_pages(now=now):
        nudge(draw_pages, pk)


@shared_task
def sweep_old_pages() -> None:
    sweeping.sweep_old_pages()


@shared_task
def sweep_orphans() -> None:
    now = timezone.now()
    arriving.sweep(now=now)
    sweeping.sweep_orphans(now=now)
