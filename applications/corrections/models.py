from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.lifecycle.models import Application


class PointKind(models.TextChoices):
    DOCUMENT = "document", _("Dokumen")
    FIELD = "field", _("Isian")


class Reply(models.TextChoices):
    NONE = "", _("Belum dijawab")
    MENDED = "mended", _("Sudah saya perbaiki")
    CANNOT = "cannot", _("Saya tidak punya, karena…")


class Round(models.Model):
    """One return of a case: `number` is the round of answers that is open for mending."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=200)
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "number"], name="round_number_once"),
            models.UniqueConstraint(fields=["application"], condition=Q(answered_at=None), name="one_open_round"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_on"], condition=Q(answered_at=None), name="round_lapse"),
        ]


class Point(models.Model):
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="points")
    kind = models.CharField(max_length=10, choices=PointKind.choices)
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=300)
    note = models.TextField()  # the sentence the applicant reads
    author = models.CharField(max_length=200)  # the unit, not the person: officers are not named to the public
    reply = models.CharField(max_length=10, choices=Reply.choices, default=Reply.NONE, blank=True)
    reply_text = models.TextField(default="", blank=True)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "kind", "key"], name="point_once_a_round"),
            models.CheckConstraint(
                condition=Q(reply="", replied_at=None) | (~Q(reply="") & Q(replied_at__isnull=False)),
                name="replies_have_a_time",
            ),
            models.CheckConstraint(condition=~Q(reply="cannot", reply_text=""), name="cannot_needs_a_reason"),
        ]
