"""`nudge`: wake a worker after the commit. The database is the truth, so a lost nudge costs seconds, never work."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from celery import Task
from django.db import transaction
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def nudge(task: Task[Any, Any], pk: object) -> None:
    transaction.on_commit(partial(_send, task, str(pk)), robust=True)


def _send(task: Task[Any, Any], pk: str) -> None:
    try:
        task.apply_async(args=(pk,), retry=False)
    except (KombuError, RedisError, OSError) as trouble:  # the sweeper of this task finds the row again
        logger.warning("nudge lost: %s %s (%s)", task.name, pk, trouble)
