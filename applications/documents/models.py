import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from applications.lifecycle.models import Application
from perizinan.files.models import StoredFile


class DocumentVersion(models.Model):
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    requirement_key = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()
    current = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "requirement_key", "number"], name="document_number_once"),
            models.UniqueConstraint(
                fields=["application", "requirement_key"], condition=Q(current=True), name="one_current_document"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_key} v{self.number}"

    @property
    def audit_label(self) -> str:
        return f"{self.application.number}: {self.requirement_key} v{self.number}"


class Upload(models.Model):
    """A file on its way, piece by piece (tus 1.0.0). Its bytes stand in a folder of their own until all are here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    requirement_key = models.CharField(max_length=40)
    as_photo = models.BooleanField(default=False)  # becomes a Photo of the slot, else its next version
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    length = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")  # as the browser counted it, when it could
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(offset__lte=F("length"), length__gt=0), name="upload_within_its_length"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["expires_at"], name="upload_expiry"),
            models.Index(fields=["created_at"], condition=Q(offset=F("length")), name="upload_all_here"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.offset}/{self.length}"

    @property
    def all_here(self) -> bool:
        return self.offset == self.length


class Photo(models.Model):
    """One of several photos that become the one PDF of a slot. `turn` and `crop` are the applicant's, by hand."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    requirement_key = models.CharField(max_length=40)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    turn = models.PositiveSmallIntegerField(default=0)  # degrees clockwise
    crop = models.JSONField(null=True, blank=True)  # [left, top, right, bottom] as shares of the turned picture
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(turn__in=[0, 90, 180, 270]), name="photo_turn_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["application", "requirement_key", "position"], name="photo_of_slot"),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_key} {self.position}"
