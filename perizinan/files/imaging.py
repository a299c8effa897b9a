"""The pages of one clean file as images: claim, draw with no transaction open, write where the token still matches.

A run ends after a few seconds and the next one goes on where it stopped, so a thick document holds up no check."""

from __future__ import annotations

import logging
import resource
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q, QuerySet

from perizinan.files import storages
from perizinan.files.bytes_at_hand import BytesAway, BytesChanged, BytesLost, clean_at_hand
from perizinan.files.checks import child
from perizinan.files.drawn import Drawn, Undrawable, batch, delete_bytes
from perizinan.files.kept import ENGINE
from perizinan.files.kinds import KINDS, PDF
from perizinan.files.models import IMAGES_WANTED, NUDGE_GRACE, Images, PageImage, State, StoredFile
from perizinan.files.page_words import PAGE_REMARKS

logger = logging.getLogger(__name__)

DRAWABLE = tuple(media_type for kind in KINDS if kind is PDF or kind.is_image for media_type in kind.media_types)
_SECONDS_OF_A_RUN = 4
_ATTEMPTS = 5  # in a row, without a page
_SECONDS_IN_ALL = 600  # of processor time: more would hold a worker from the files of others
_SPENT = "drawing-seconds"  # among the facts, while it is drawn
NOT_DRAWN = "not-drawn"  # a remark: its owner can look whether it opens
_FIRST_RETRY = 15
_LAST_RETRY = 300


class Overtaken(Exception):
    """Another worker has the file now."""


def draw(*, pk: uuid.UUID, clock: Callable[[], datetime]) -> bool:
    """True while pages are left to draw and nothing speaks against going on at once."""
    stored = claim(pk=pk, now=clock())
    if stored is None:  # another worker has it, or nothing is to be drawn
        return False
    try:
        if stored.images_attempts > _ATTEMPTS:  # each of them killed its worker
            raise Undrawable("tried too often")
        return _draw_for_a_while(stored, clock)
    except Overtaken:
        logger.warning("images of file %s: another worker has it", stored.pk)
    except (Undrawable, BytesChanged) as trouble:
        _give_up(stored, trouble)
    except (BytesAway, storages.Away) as trouble:
        _await_storage(stored, trouble=trouble, now=clock())
    except (child.Starved, BytesLost) as trouble:
        _put_back(stored, trouble=trouble, now=clock())
    except Exception as trouble:  # a fault of ours must not leave the file held until its lease ends
        _put_back(stored, trouble=trouble, now=clock())
        raise
    return False


def claim(*, pk: uuid.UUID, now: datetime) -> StoredFile | None:
    with transaction.atomic(durable=True):
        stored = claimable(now).select_for_update(skip_locked=True).filter(pk=pk).first()
        if stored is None:
            return None
        stored.images = Images.MAKING
        stored.images_token = uuid.uuid4()
        stored.images_lease_until = now + timedelta(seconds=settings.FILES_LEASE_SECONDS)
        stored.images_attempts += 1
        stored.save(update_fields=["images", "images_token", "images_lease_until", "images_attempts"])
    return stored


def claimable(now: datetime) -> QuerySet[StoredFile]:
    due = Q(images_lease_until=None) | Q(images_lease_until__lte=now)
    return StoredFile.objects.filter(IMAGES_WANTED, due)


def forgotten(now: datetime) -> QuerySet[StoredFile]:
    """Whose nudge was lost, or whose worker is gone."""
    young = Q(images_lease_until=None, checked_at__gt=now - NUDGE_GRACE)
    resting = Q(images=Images.WAITING, images_attempts=0, images_lease_until__gt=now - NUDGE_GRACE)
    return claimable(now).exclude(young).exclude(resting).order_by("images_attempts", "created_at")


def want(*, pk: uuid.UUID) -> bool:
    """In line, if it is a clean upload that nobody has put there yet (it came before the portal drew pages)."""
    with transaction.atomic(durable=True):
        return undecided().filter(pk=pk).update(images=Images.WAITING) == 1


def want_some(*, limit: int) -> int:
    with transaction.atomic(durable=True):
        found = undecided().order_by("-created_at").values_list("pk", flat=True)[:limit]
        return undecided().filter(pk__in=list(found)).update(images=Images.WAITING)


def undecided() -> QuerySet[StoredFile]:
    uploads = StoredFile.objects.filter(state=State.CLEAN, images=Images.NONE, content_type__in=DRAWABLE)
    return uploads.exclude(engine=ENGINE)


def _draw_for_a_while(stored: StoredFile, clock: Callable[[], datetime]) -> bool:
    began = time.monotonic()
    with clean_at_hand(stored) as source:
        while True:
            done = PageImage.objects.filter(stored=stored).aggregate(last=Max("number"))["last"] or 0
            before = _children_seconds()
            drawn = batch(stored, source, first=done + 1, now=clock())
            spent = _keep(stored, drawn, spent=_children_seconds() - before, now=clock())
            if drawn.last:
                return False
            if spent > _SECONDS_IN_ALL:
                raise Undrawable(f"{spent:.0f} s and not at its end")
            if time.monotonic() - began > _SECONDS_OF_A_RUN:
                return _write(stored, images=Images.WAITING, images_lease_until=clock())


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _keep(stored: StoredFile, drawn: Drawn, *, now: datetime, spent: float = 0) -> float:
    """The rows of a batch, and with its last one the verdict, only where the token still matches. Returns the seconds
    that all batches took."""
    try:
        with transaction.atomic(durable=True):
            current = _still_ours(stored).select_for_update().first()
            if current is None:
                raise Overtaken
            PageImage.objects.bulk_create(drawn.pages)
            for code, numbers in drawn.remarks.items():
                current.facts[code] = [*current.facts.get(code, []), *numbers]
            spent += current.facts.pop(_SPENT, 0)
            current.images_attempts = 0
            current.images_lease_until = now + timedelta(seconds=settings.FILES_LEASE_SECONDS)
            if drawn.last:
                current.images, current.images_lease_until = Images.READY, None
                found = [code for code in PAGE_REMARKS if code in current.facts and code not in current.remarks]
                current.remarks = [*(code for code in current.remarks if code != NOT_DRAWN), *found]
            else:
                current.facts[_SPENT] = round(spent, 1)
            current.save(update_fields=["facts", "remarks", "images", "images_lease_until", "images_attempts"])
    except BaseException:
        delete_bytes(drawn.pages)
        raise
    stored.images_attempts = 0
    return spent


def _give_up(stored: StoredFile, trouble: Exception) -> None:
    """The file stays clean and can be downloaded; half of its pages would look like all of them."""
    logger.warning("no images of file %s: %s", stored.pk, trouble or type(trouble).__name__)
    pages: list[PageImage] = []
    with transaction.atomic(durable=True):
        current = _still_ours(stored).select_for_update().first()
        if current is None:
            return
        pages = list(PageImage.objects.filter(stored=stored))
        PageImage.objects.filter(stored=stored).delete()
        current.facts = {name: fact for name, fact in current.facts.items() if name not in (*PAGE_REMARKS, _SPENT)}
        current.images, current.images_lease_until = Images.FAILED, None
        if NOT_DRAWN not in current.remarks:
            current.remarks = [*current.remarks, NOT_DRAWN]
        current.save(update_fields=["facts", "remarks", "images", "images_lease_until"])
    delete_bytes(pages)


def _await_storage(stored: StoredFile, *, trouble: Exception, now: datetime) -> None:
    """However long it takes: it says nothing about the file, so it does not count as an attempt."""
    logger.warning("images of file %s wait for the storage: %s", stored.pk, trouble)
    due = now + timedelta(seconds=_FIRST_RETRY)
    _write(stored, images=Images.WAITING, images_lease_until=due, images_attempts=max(stored.images_attempts - 1, 0))


def _put_back(stored: StoredFile, *, trouble: Exception, now: datetime) -> None:
    if stored.images_attempts >= _ATTEMPTS:
        _give_up(stored, trouble)
        return
    wait = min(_FIRST_RETRY * 2 ** max(stored.images_attempts - 1, 0), _LAST_RETRY)
    logger.warning("images of file %s have to wait: %s", stored.pk, trouble)
    _write(stored, images=Images.WAITING, images_lease_until=now + timedelta(seconds=wait))


def _write(stored: StoredFile, **columns: object) -> bool:
    with transaction.atomic(durable=True):
        return _still_ours(stored).update(**columns) == 1


def _still_ours(stored: StoredFile) -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(pk=stored.pk, images=Images.MAKING, images_token=stored.images_token)
