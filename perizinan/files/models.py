import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

# A nudge may still be under way for a fresh row; only then does the sweeper step in.
NUDGE_GRACE = timedelta(seconds=settings.NUDGE_GRACE_SECONDS)


class State(models.TextChoices):
    QUARANTINE = "QUARANTINE"
    CHECKING = "CHECKING"
    CLEAN = "CLEAN"
    REJECTED = "REJECTED"


class Images(models.TextChoices):
    """Of the page images that the portal makes of a clean file; nobody opens an original in a browser."""

    NONE = ""  # not decided yet, or a kind that has none (a letter of ours, an office file)
    WAITING = "WAITING"
    MAKING = "MAKING"
    READY = "READY"
    FAILED = "FAILED"  # the file is clean, yet its pages could not be drawn


IMAGES_WANTED = Q(images__in=[Images.WAITING, Images.MAKING])
WAITING = Q(state__in=[State.QUARANTINE, State.CHECKING])
DECIDED = Q(state__in=[State.CLEAN, State.REJECTED])


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def waiting(self) -> "StoredFileQuerySet":
        return self.filter(WAITING)

    def claimable(self, now: datetime) -> "StoredFileQuerySet":
        return self.waiting().filter(Q(lease_until=None) | Q(lease_until__lte=now))

    def forgotten(self, now: datetime) -> "StoredFileQuerySet":
        return self.claimable(now).filter(created_at__lte=now - NUDGE_GRACE).order_by("attempts", "created_at")

    def with_leftovers(self) -> "StoredFileQuerySet":
        return self.filter(DECIDED).exclude(quarantine_key="")


class StoredFile(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=255)
    accept = models.JSONField(default=list)  # names of kinds, see kinds.py
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100, blank=True, default="")  # by content, once checked

    quarantine_key = models.CharField(max_length=200, blank=True, default="")  # blank once those bytes are gone
    key = models.CharField(max_length=200, blank=True, default="")  # in the clean storage, only when CLEAN

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUARANTINE)
    problem = models.CharField(max_length=40, blank=True, default="")
    remarks = models.JSONField(default=list, blank=True)  # codes, see problems.py
    facts = models.JSONField(default=dict, blank=True)  # numbers the sentences need: pages, width, limit
    engine = models.CharField(max_length=200, blank=True, default="")
    checked_at = models.DateTimeField(null=True, blank=True)

    token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)  # QUARANTINE: not before; CHECKING: a worker has it
    attempts = models.PositiveIntegerField(default=0)
    last_trouble = models.CharField(max_length=40, blank=True, default="")  # why it still waits, see problems.py

    images = models.CharField(max_length=8, choices=Images.choices, default=Images.NONE, blank=True)
    images_token = models.UUIDField(null=True, blank=True)
    images_lease_until = models.DateTimeField(null=True, blank=True)  # WAITING: not before; MAKING: a worker has it
    images_attempts = models.PositiveIntegerField(default=0)

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="storedfile_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="storedfile_not_empty", condition=Q(size__gt=0)),
            models.CheckConstraint(name="storedfile_hashed", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="storedfile_clean_is_proven",
                condition=~Q(state=State.CLEAN)
                | (Q(checked_at__isnull=False, problem="") & ~Q(key="") & ~Q(engine="") & ~Q(content_type="")),
            ),
            models.CheckConstraint(
                name="storedfile_rejected_says_why",
                condition=~Q(state=State.REJECTED) | (Q(checked_at__isnull=False, key="") & ~Q(problem="")),
            ),
            models.CheckConstraint(
                name="storedfile_waiting_is_undecided",
                condition=~WAITING | (Q(checked_at=None, problem="", key="") & ~Q(quarantine_key="")),
            ),
            models.CheckConstraint(
                name="storedfile_checking_is_claimed",
                condition=~Q(state=State.CHECKING) | Q(token__isnull=False, lease_until__isnull=False),
            ),
            models.CheckConstraint(name="storedfile_images_of_clean", condition=Q(images="") | Q(state=State.CLEAN)),
        ]
        indexes = [
            models.Index(F("images_lease_until"), F("created_at"), name="storedfile_images", condition=IMAGES_WANTED),
            models.Index(F("sha256"), name="storedfile_same_bytes"),
            models.Index(F("uploaded_by"), F("created_at"), name="storedfile_of_person"),
            models.Index(F("lease_until"), F("created_at"), name="storedfile_waiting", condition=WAITING),
            models.Index(F("created_at"), name="storedfile_leftovers", condition=DECIDED & ~Q(quarantine_key="")),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"

    @property
    def is_clean(self) -> bool:
        return self.state == State.CLEAN


class PageImage(models.Model):
    """One page as people look at it: upright, re-encoded, without metadata. Its bytes are in the clean storage."""

    stored = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="pages")  # nothing without its file
    number = models.PositiveSmallIntegerField()  # from 1
    key = models.CharField(max_length=200)
    thumb_key = models.CharField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    thumb_size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)  # of the drawn pixels: equal pages of two versions have equal hashes

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stored", "number"], name="page_image_once")]
        indexes = [models.Index(F("key"), name="page_image_key")]

    def __str__(self) -> str:
        return f"{self.stored_id} {self.number}"


class Leftover(models.Model):
    """Bytes whose row is gone: written in the transaction that forgot the row, so that no byte outlives it for long."""

    key = models.CharField(max_length=200)
    quarantined = models.BooleanField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
