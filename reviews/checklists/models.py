from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.corrections.models import PointKind
from applications.lifecycle.models import Application
from perizinan.accounts.models import Unit


class Judgement(models.TextChoices):
    FITS = "fits", _("Sesuai")
    MEND = "mend", _("Perlu diperbaiki")
    NOT_APPLICABLE = "na", _("Tidak berlaku")


class Verdict(models.Model):
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=PointKind.choices)
    key = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)  # of the file or answer that was judged
    judgement = models.CharField(max_length=5, choices=Judgement.choices)
    note = models.TextField(default="", blank=True)  # read by the applicant when the case is returned
    internal = models.TextField(default="", blank=True)  # never read by the applicant
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "kind", "key", "fingerprint"], name="one_verdict_each"),
            models.CheckConstraint(condition=~Q(judgement="mend", note=""), name="mending_needs_a_sentence"),
        ]
