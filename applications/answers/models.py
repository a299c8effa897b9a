from typing import Any, ClassVar

from django.conf import settings
from django.db import models


class AnswerSet(models.Model):
    """All answers of one round: round 1 is the first sending, each return opens the next with a copy.

    `data[key]` is the cleaned value, or the words as typed where they cannot be read; a NIK is always sealed."""

    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    data: "models.JSONField[Any, dict[str, Any]]" = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    # What did not fit a newer version of the type, until the applicant puts it away: see answers.carrying.
    carried: "models.JSONField[Any, dict[str, Any]]" = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "round"], name="answers_once_a_round"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} #{self.round}"
