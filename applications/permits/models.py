from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.lifecycle.models import Application
from perizinan.files.models import StoredFile


class NumberCounter(models.Model):
    """The next number of a series in an office year. Taken under its row lock, so the series has no gap."""

    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["series", "year"], name="one_counter_a_series_and_year"),
        ]


class NumberEntry(models.Model):
    """Every number ever taken has a row; a void one stays, with who and why."""

    class State(models.TextChoices):
        USED = "used", _("Dipakai")
        VOID = "void", _("Batal")

    counter = models.ForeignKey(NumberCounter, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveIntegerField()
    text = models.CharField(max_length=100, unique=True)
    state = models.CharField(max_length=5, choices=State.choices, default=State.USED)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["counter", "value"], name="no_number_twice"),
        ]

    def __str__(self) -> str:
        return self.text


class Permit(models.Model):
    class State(models.TextChoices):
        APPROVED = "approved", _("Surat sedang disiapkan")
        RENDERED = "rendered", _("Siap ditandatangani")
        SEALED = "sealed", _("Ditandatangani")

    class Ended(models.TextChoices):
        REPLACED = "replaced", _("Diganti surat baru")
        REVOKED = "revoked", _("Dicabut")

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="+")
    number_entry = models.OneToOneField(NumberEntry, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=100, unique=True)
    code = models.CharField(max_length=8)  # printed beside the number
    token = models.CharField(max_length=43, unique=True)  # in the QR
    state = models.CharField(max_length=10, choices=State.choices, default=State.APPROVED)
    # --- frozen at approval: what the proof page and the letter say
    type_name = models.CharField(max_length=200)
    holder_name = models.CharField(max_length=200)
    holder_is_business = models.BooleanField()
    facts = models.JSONField(default=list)  # [{"label", "label_en", "value"}]: the fields the type makes public
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    signatory = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signatory_name = models.CharField(max_length=200)
    signatory_title = models.CharField(max_length=200)
    approved_at = models.DateTimeField()
    predecessor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")  # a renewal's etc.
    # --- life after issue
    ended_how = models.CharField(max_length=8, choices=Ended.choices, default="", blank=True)
    ended_at = models.DateTimeField(null=True)
    # --- letter: claimed by a task, rendered outside a transaction
    renderer = models.CharField(max_length=40, default="", blank=True)  # papers.RENDERER when the letter was made
    letter = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    # --- sealed
    sealed = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, default="", blank=True, db_index=True)
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=(Q(state="sealed", sealed__isnull=False, sealed_at__isnull=False) & ~Q(sha256=""))
                | (~Q(state="sealed") & Q(sealed=None, sealed_at=None, sha256="")),
                name="no_permit_without_a_signature",
            ),
            models.CheckConstraint(
                condition=Q(state="approved") | Q(letter__isnull=False), name="a_rendered_permit_has_its_letter"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["approved_at", "id"], condition=~Q(state="sealed"), name="permit_unsealed"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def audit_label(self) -> str:
        return self.number


class SigningAttempt(models.Model):
    """One press of "Tanda tangani" for one permit. Holds nothing that the signer typed."""

    class State(models.TextChoices):
        CLAIMED = "claimed", _("Sedang ditandatangani")
        DONE = "done", _("Selesai")
        FAILED = "failed", _("Gagal")

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="attempts")
    token = models.UUIDField(unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.CLAIMED)
    started_at = models.DateTimeField()
    lease_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["permit"], condition=Q(state="claimed"), name="one_attempt_at_a_time"),
            models.UniqueConstraint(fields=["permit"], condition=Q(state="done"), name="signed_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["by", "started_at"], condition=~Q(problem=""), name="attempt_failed"),
        ]

    @property
    def key(self) -> str:
        """Where the signed bytes are put before the transaction that makes them the permit."""
        return f"signed/{self.token}.pdf"
