from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.lifecycle.models import WorkItem
from perizinan.files.models import State, StoredFile


class StageReport(models.Model):
    """A plain report of a visit or a payment; written once, when the stage is passed on."""

    class Result(models.TextChoices):
        FITS = "fits", _("Sesuai")
        FITS_WITH_NOTES = "notes", _("Sesuai dengan catatan")
        DOES_NOT_FIT = "not", _("Tidak sesuai")
        PAID = "paid", _("Lunas")

    item = models.OneToOneField(WorkItem, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()  # of the visit, or of the payment
    result = models.CharField(max_length=5, choices=Result.choices)
    amount = models.PositiveBigIntegerField(null=True)  # rupiah, of a payment
    note = models.TextField(default="", blank=True)
    scan = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")  # BAP or receipt
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(result="paid", amount__isnull=False) | (~Q(result="paid") & Q(amount=None)),
                name="a_payment_has_an_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.result}"

    @property
    def audit_label(self) -> str:
        return f"{self.item.number}: {self.item.stage_name}"

    @property
    def added(self) -> "ReportScan | None":
        """The last scan brought after the checks refused the one before; they are added one by one, so keys tell."""
        return max(self.scans.all(), key=lambda added: added.pk, default=None)

    @property
    def current_scan(self) -> StoredFile | None:
        """The one that counts: the last brought, else the one of the report itself."""
        added = self.added
        return added.stored if added else self.scan

    @property
    def scan_refused(self) -> bool:
        current = self.current_scan
        return current is not None and current.state == State.REJECTED


class ReportScan(models.Model):
    """Another scan of a report whose own one the checks refused. Never changed: a next one is another row."""

    report = models.ForeignKey(StageReport, on_delete=models.PROTECT, related_name="scans")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.report_id}: {self.stored_id}"
