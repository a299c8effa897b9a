import logging
from datetime import datetime
from typing import Protocol

from celery import shared_task
from django.db.models import QuerySet
from django.utils import timezone

from applications.drafting import retention
from applications.lifecycle.models import Application

logger = logging.getLogger(__name__)

_AT_A_TIME = 500


class _Verb(Protocol):
    def __call__(self, *, application_id: int, now: datetime) -> bool: ...


@shared_task
def sweep_drafts() -> None:
    now = timezone.now()
    gone = retention.cutoff(now)
    _each(retention.expire, retention.forgotten(gone), now)
    _each(retention.warn, retention.forgotten(gone + retention.WARNED_BEFORE), now)
    retention.drop_photos(now=now)


def _each(verb: _Verb, cases: QuerySet[Application], now: datetime) -> None:
    for pk in cases.values_list("pk", flat=True)[:_AT_A_TIME]:
        try:
            verb(application_id=pk, now=now)
        except Exception:  # one draft in trouble holds up nobody else's, and the next run finds it again
            logger.exception("draft %s was left as it is", pk)
