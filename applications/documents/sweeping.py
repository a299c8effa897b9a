"""Uploads in pieces that nobody goes on with, and those that a killed process left all here."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta

from django.db.models import F

from applications.documents import staging, uploads
from applications.documents.actions import SlotClosed
from applications.documents.models import Upload
from perizinan.files.actions import Refused

logger = logging.getLogger(__name__)

_AT_A_TIME = 100
_GRACE = timedelta(seconds=10)  # its last piece is being put away by the request that brought it
_STRAY_AFTER = timedelta(hours=1)


def sweep(*, now: datetime) -> None:
    _finish_whole(now)
    late = Upload.objects.filter(expires_at__lte=now, offset__lt=F("length"))
    for pk in late.values_list("pk", flat=True)[:_AT_A_TIME]:
        with suppress(staging.Busy):
            uploads.discard(pk=pk)
    strays = staging.untouched_since((now - _STRAY_AFTER).timestamp())
    for pk in strays - set(Upload.objects.filter(pk__in=strays).values_list("pk", flat=True)):
        staging.discard(pk)


def _finish_whole(now: datetime) -> None:
    whole = Upload.objects.filter(offset=F("length"), created_at__lte=now - _GRACE).order_by("created_at")
    for pk in whole.values_list("pk", flat=True)[:_AT_A_TIME]:
        try:
            uploads.finish(pk=pk, now=now)
        except (Refused, SlotClosed) as refused:
            logger.info("upload %s was not taken: %s", pk, refused)
        except OSError as trouble:  # a storage that is away is no reason to leave the others
            logger.warning("upload %s is not put away yet: %s", pk, trouble)
        except Exception:  # nor is a fault of ours
            logger.exception("upload %s could not be put away", pk)
