from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

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
