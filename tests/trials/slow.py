"""A real worker whose check of a file never ends: `celery --app tests.trials.slow worker`."""

import time

import django

django.setup()

from perizinan.celery import app  # noqa: E402
from perizinan.files import checking  # noqa: E402


def _never(*_args: object, **_named: object) -> None:
    time.sleep(3600)


checking.examine = _never  # type: ignore[assignment]
__all__ = ["app"]
