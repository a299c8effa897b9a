"""Taking messages out: claim in a short transaction, work with none open, write the result while still the holder."""

import logging
import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from perizinan.outbox import channels, rendering
from perizinan.outbox.models import Delivery, DevMail, Message, State

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=120)
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=2)
MOST_TRIES = 45  # about three days with these waits
SWEEP_BATCH = 200
SWEEP_SECONDS = 50
KEEP_DEV_MAIL = timedelta(days=7)


class Outcome(Enum):
    SENT = auto()
    FAILED = auto()
    LATER = auto()
    AWAY = auto()  # later, and the whole channel is out of reach
    NOT_OURS = auto()  # nothing to do, or somebody else holds it


@dataclass(frozen=True)
class Claim:
    delivery: Delivery
    token: uuid.UUID


def deliver(pk: int | str, *, now: datetime) -> Outcome:
    """Safe to call any number of times."""
    claim = _claim(pk, now)
    if claim is None:
        return Outcome.NOT_OURS
    delivery = claim.delivery
    expires_at = delivery.message.expires_at
    if expires_at is not None and expires_at <= now:
        return _give_up(claim, "expired")
    try:
        rendered = rendering.render(delivery.message, delivery.channel)
        channels.send(delivery, rendered, now)
    except channels.Refused as refusal:
        return _give_up(claim, str(refusal))
    except Exception as error:  # noqa: BLE001  (whatever went wrong, the message is kept and tried again)
        return _try_later(claim, error)
    return _sent(claim, rendered)


def sweep(*, now: datetime) -> int:
    """Deliver what is due. A channel found out of reach is left alone until the next round."""
    _purge_expired(now)
    DevMail.objects.filter(at__lt=now - KEEP_DEV_MAIL).delete()
    due = Delivery.objects.due(now).order_by("next_try_at").values_list("pk", "channel")[:SWEEP_BATCH]
    resting: set[str] = set()
    sent, started = 0, time.monotonic()
    for pk, channel in due:
        if time.monotonic() - started > SWEEP_SECONDS:
            break
        if channel in resting:
            continue
        outcome = deliver(pk, now=timezone.now())
        sent += outcome is Outcome.SENT
        if outcome is Outcome.AWAY:
            resting.add(channel)
    return sent


def _claim(pk: int | str, now: datetime) -> Claim | None:
    token = uuid.uuid4()
    claimed = (
        Delivery.objects.due(now)
        .filter(pk=pk)
        .update(state=State.SENDING, token=token, lease_until=now + LEASE, attempts=F("attempts") + 1)
    )
    if not claimed:
        return None
    return Claim(Delivery.objects.select_related("message").get(pk=pk), token)


def _sent(claim: Claim, rendered: rendering.Rendered) -> Outcome:
    sent_at = timezone.now()
    with transaction.atomic():
        if not _settle(claim, state=State.SENT, sent_at=sent_at, last_error=""):
            return Outcome.NOT_OURS
        if settings.DEMO:
            channels.copy_to_mailbox(claim.delivery, rendered, sent_at)
    return Outcome.SENT


def _give_up(claim: Claim, reason: str) -> Outcome:
    log.error("delivery %s failed for good: %s", claim.delivery.pk, reason)
    with transaction.atomic():
        held = _settle(claim, state=State.FAILED, last_error=reason[:300])
    return Outcome.FAILED if held else Outcome.NOT_OURS


def _try_later(claim: Claim, error: Exception) -> Outcome:
    delivery = claim.delivery
    reason = f"{type(error).__name__}: {error}".replace(delivery.address, delivery.address_masked)[:300]
    if delivery.attempts >= MOST_TRIES:
        return _give_up(claim, reason)
    log.warning("delivery %s, try %s: %s", delivery.pk, delivery.attempts, reason)
    next_try_at = timezone.now() + wait_after(delivery.attempts)
    if not _settle(claim, state=State.PENDING, next_try_at=next_try_at, last_error=reason):
        return Outcome.NOT_OURS
    return Outcome.AWAY if isinstance(error, channels.Away) else Outcome.LATER


def wait_after(tries: int) -> timedelta:
    return min(FIRST_WAIT * (1 << min(tries - 1, 20)), LONGEST_WAIT)


def _settle(claim: Claim, **result: object) -> bool:
    """Written only by the holder of the token; a worker whose lease was taken over changes nothing."""
    held = Delivery.objects.held_with(claim.token).filter(pk=claim.delivery.pk)
    if not held.update(token=None, lease_until=None, **result):
        return False
    message = claim.delivery.message
    if message.expires_at is not None and result["state"] in (State.SENT, State.FAILED):
        _purge(message.pk)
    return True


def _purge(message_pk: int) -> None:
    """Empty a message that held a code, once none of its deliveries needs it."""
    waiting = Delivery.objects.filter(message=message_pk, state__in=[State.PENDING, State.SENDING])
    if not waiting.exists():
        Message.objects.filter(pk=message_pk).update(context={}, purged_at=timezone.now())


def _purge_expired(now: datetime) -> None:
    expired = Message.objects.filter(expires_at__lte=now, purged_at__isnull=True)
    Delivery.objects.filter(message__in=expired, state=State.PENDING).update(state=State.FAILED, last_error="expired")
    held = Delivery.objects.filter(state=State.SENDING).values("message")
    expired.exclude(pk__in=held).update(context={}, purged_at=now)
