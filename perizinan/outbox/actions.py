"""Putting messages into the outbox. The rows commit with the change they tell of, or not at all."""

import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import translation

from perizinan import vault
from perizinan.outbox import rendering, tasks
from perizinan.outbox.models import Channel, Delivery, Message
from perizinan.web.nudge import nudge

__all__ = ["CODE_LIFE", "UnknownKind", "nudge", "post", "post_code"]

CODE_LIFE = timedelta(minutes=15)
_KIND = re.compile(r"[a-z][a-z0-9_]*\Z")


class UnknownKind(ValueError):
    """A kind without templates under templates/messages/."""


class Recipient(Protocol):
    """What the outbox asks of a user: e-mail, phone (E.164) or both, and a language."""

    @property
    def pk(self) -> Any: ...


def post(*, to: Recipient, kind: str, context: Mapping[str, object], key: str, now: datetime) -> Message:
    """Say it once: a second post with the same key returns the first message and says nothing."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("outbox.post belongs inside the transaction of its change")
    _check(kind)
    message, fresh = Message.objects.get_or_create(
        key=key,
        defaults={
            "to_id": to.pk,
            "language": getattr(to, "language", "") or settings.LANGUAGE_CODE,
            "kind": kind,
            "context": _plain(context),
            "created_at": now,
        },
    )
    if fresh:
        _address(message, _addresses(getattr(to, "email", None), getattr(to, "phone", None)), now)
    return message


def post_code(
    *,
    email: str | None = None,
    phone: str | None = None,
    kind: str,
    context: Mapping[str, object],
    now: datetime,
    language: str = "",
) -> Message:
    """A sign-in code. allauth calls this outside any transaction, so this verb opens its own."""
    _check(kind)
    addresses = _addresses(email, phone)
    if not addresses:
        raise ValueError("a code needs an address")
    with transaction.atomic():
        message = Message.objects.create(
            language=language or translation.get_language() or settings.LANGUAGE_CODE,
            kind=kind,
            context=_plain(context),
            key=f"code:{uuid.uuid4()}",
            created_at=now,
            expires_at=now + CODE_LIFE,
        )
        _address(message, addresses, now)
    return message


def _check(kind: str) -> None:
    if not _KIND.match(kind) or not rendering.exists(kind):
        raise UnknownKind(f"templates/messages/{kind}.subject.txt and {kind}.txt")


def _plain(context: Mapping[str, object]) -> dict[str, str]:
    """Texts only, and no personal number, whoever typed it."""
    return {name: vault.mask_numbers(str(value)) for name, value in context.items()}


def _addresses(email: str | None, phone: str | None) -> list[tuple[Channel, str]]:
    both = [(Channel.EMAIL, email), (Channel.PHONE, phone)]
    return [(channel, str(address)) for channel, address in both if address]


def _address(message: Message, addresses: Iterable[tuple[Channel, str]], now: datetime) -> None:
    domain = urlsplit(settings.SITE_URL).hostname or "localhost"
    for channel, address in addresses:
        delivery = Delivery.objects.create(
            message=message,
            channel=channel,
            address=address,
            address_masked=vault.mask_address(address),
            stable_id=f"<{uuid.uuid4()}@{domain}>",
            next_try_at=now,
        )
        nudge(tasks.deliver_message, delivery.pk)
