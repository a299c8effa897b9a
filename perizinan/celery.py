"""The Celery application. The database is the truth: a lost task is found again by a sweeper.

Redis only wakes workers. While it is away beat does the sweepers' work by itself, slower but to the end.
"""

import logging
import os
from typing import Any

from celery import Celery
from celery.app.amqp import AMQP
from celery.beat import PersistentScheduler, ScheduleEntry, SchedulingError
from kombu import Connection, Producer

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perizinan.settings")

LONGEST_PAUSE = 4  # seconds; kombu's own half a minute is long for whoever waits for a verdict after Redis is back

log = logging.getLogger(__name__)


class EagerConnection(Connection):
    """Asks for an absent broker again every few seconds; no setting of Celery's says how often."""

    def ensure_connection(self, *args: Any, **kwargs: Any) -> "EagerConnection":
        return super().ensure_connection(*args, **{"interval_max": LONGEST_PAUSE} | kwargs)


class EagerAMQP(AMQP):
    Connection = EagerConnection


class Beat(PersistentScheduler):
    """Sends each sweeper to the workers; without a broker runs it here, with all that it would have nudged."""

    producer: Any = None  # Celery's own waits for the broker and would hold up every later entry

    def apply_async(
        self, entry: ScheduleEntry, producer: Producer | None = None, advance: bool = True, **more: Any
    ) -> object:
        try:
            return super().apply_async(entry, producer=producer, advance=advance, **more)
        except SchedulingError as trouble:
            log.warning("beat does %s by itself: %s", entry.task, trouble.__cause__ or trouble)
            return self._do(entry)

    def _do(self, entry: ScheduleEntry) -> object:
        from django.db import close_old_connections

        self.app.conf.task_always_eager = True
        try:
            return self.app.tasks[str(entry.task)].apply()
        finally:
            self.app.conf.task_always_eager = False
            close_old_connections()


app = Celery("perizinan", amqp=EagerAMQP)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
