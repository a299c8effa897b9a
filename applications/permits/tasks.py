from celery import shared_task
from django.utils import timezone

from perizinan.web.nudge import nudge


@shared_task
def render_letter(permit_id: int | str) -> bool:
    from applications.permits.actions import render_letter as work

    return work(permit_id=int(permit_id), now=timezone.now())


@shared_task
def sweep_letters() -> None:
    """Letters whose nudge was lost or whose worker died, and signatures that stopped half way.

    Each letter is a task of its own: one that cannot be rendered holds up nobody else's."""
    from applications.permits import sealing
    from applications.permits.queries import letters_to_render

    now = timezone.now()
    for pk in letters_to_render(now):
        nudge(render_letter, pk)
    sealing.finish_stale(now=now)
