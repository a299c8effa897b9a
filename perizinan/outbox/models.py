"""Message, its deliveries, and the development mailbox."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from perizinan.vault import EncryptedField


class Channel(models.TextChoices):
    EMAIL = "EMAIL"
    PHONE = "PHONE"


class State(models.TextChoices):
    PENDING = "PENDING"
    SENDING = "SENDING"
    SENT = "SENT"
    FAILED = "FAILED"


class Message(models.Model):
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=5, default="id")
    kind = models.CharField(max_length=60)
    context: "models.JSONField[Any, dict[str, str]]" = models.JSONField(default=dict)
    key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    # A message that holds a code: useless after expires_at, and emptied as soon as it is delivered.
    expires_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_at"],
                name="outbox_codes_kept",
                condition=Q(expires_at__isnull=False, purged_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: datetime) -> "DeliveryQuerySet":
        """Waiting and its time has come, or claimed by a worker that did not come back."""
        return self.filter(
            Q(state=State.PENDING, next_try_at__lte=now) | Q(state=State.SENDING, lease_until__lte=now),
        )

    def held_with(self, token: uuid.UUID) -> "DeliveryQuerySet":
        return self.filter(state=State.SENDING, token=token)


class Delivery(models.Model):
    # CASCADE: a delivery is part of its message
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=5, choices=Channel.choices)
    address = EncryptedField()
    address_masked = models.CharField(max_length=254)
    stable_id = models.CharField(max_length=200, unique=True)  # the Message-ID of every try
    state = models.CharField(max_length=7, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    token = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["next_try_at"], name="outbox_pending", condition=Q(state="PENDING")),
            models.Index(fields=["lease_until"], name="outbox_sending", condition=Q(state="SENDING")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="outbox_one_delivery_per_channel"),
            models.CheckConstraint(
                condition=Q(state="SENT", sent_at__isnull=False) | (~Q(state="SENT") & Q(sent_at__isnull=True)),
                name="outbox_sent_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="SENDING", token__isnull=False, lease_until__isnull=False)
                | (~Q(state="SENDING") & Q(token__isnull=True, lease_until__isnull=True)),
                name="outbox_only_sending_is_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.address_masked} {self.state}"


class DevMail(models.Model):
    """What a person would have received. Filled by the channel "mailbox" and, in the demo, beside the real ones."""

    channel = models.CharField(max_length=5, choices=Channel.choices)
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    stable_id = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["address", "-id"], name="outbox_mail_address")]

    def __str__(self) -> str:
        return f"{self.address}: {self.subject}"
