from celery import shared_task
from django.utils import timezone


@shared_task
def render_letter(permit_id: int) -> bool:
    from applications.permits.actions import render_letter as work

    return work(permit_id=permit_id, now=timezone.now())


@shared_task
def sweep_letters() -> None:
    """Letters whose nudge was lost or whose worker died, and signatures that stopped half way."""
    from applications.permits import sealing
    from applications.permits.actions import render_letter as work
    from applications.permits.queries import letters_to_render

    now = timezone.now()
    for pk in letters_to_render(now):
        work(permit_id=pk, now=now)
    sealing.finish_stale(now=now)
