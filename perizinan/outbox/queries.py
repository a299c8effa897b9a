"""What pages read of the outbox."""

import re

from django.db.models import QuerySet

from perizinan.outbox.models import Delivery, DevMail, State

MAILBOX_PAGE = 50


def mailbox(address: str, *, before: int | None = None) -> list[DevMail]:
    """Newest first; part of an address is enough, and a phone number as people write it."""
    digits = re.sub(r"[\s.+-]", "", address)
    wanted = digits.lstrip("0") if digits.isdecimal() else address.strip()  # kept as +62812...
    mails = DevMail.objects.filter(address__icontains=wanted) if wanted else DevMail.objects.all()
    if before is not None:
        mails = mails.filter(pk__lt=before)
    return list(mails[:MAILBOX_PAGE])


def failed() -> "QuerySet[Delivery]":
    """Given up for good: somebody has to look."""
    return Delivery.objects.filter(state=State.FAILED).order_by("-id")
