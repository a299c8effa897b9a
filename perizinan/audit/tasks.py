from celery import shared_task
from django.conf import settings
from django.utils import timezone

from perizinan.audit import chain, heads


@shared_task
def link_entries() -> None:
    chain.link()


@shared_task
def keep_head() -> None:
    chain.link(everything=True)
    heads.keep(settings.AUDIT_HEADS_FILE, today=timezone.localdate())
