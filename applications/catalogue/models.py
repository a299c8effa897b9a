from collections.abc import Collection
from functools import cached_property
from typing import Any, ClassVar

from django.db import models

from applications.catalogue.schema import PUBLISHED, Channel, PermitTypeSpec, Text


class LegalBasis(models.Model):
    """One shared list: every type that rests on a law cites the same row."""

    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=120, default="", blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_to = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.title


class PermitType(models.Model):
    slug = models.SlugField(max_length=60, unique=True)
    channel = models.CharField(max_length=10, choices=[(c.value, c.value) for c in Channel])
    # denormalised from the current version for the catalogue and its search
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, default="", blank=True)
    summary = models.CharField(max_length=300, default="", blank=True)  # for whom it is, one sentence
    summary_en = models.CharField(max_length=300, default="", blank=True)
    search_words = models.TextField(default="", blank=True)  # normalised synonyms, one per line
    popular = models.BooleanField(default=False)
    tags: "models.JSONField[Any, list[dict[str, str]]]" = models.JSONField(default=list)  # [{"id", "en"}], by need
    agencies: "models.JSONField[Any, list[dict[str, str]]]" = models.JSONField(default=list)  # the same
    closed = models.BooleanField(default=False)  # takes no new cases
    # of permits issued lately, in working days of the office; None while there are too few to say
    median_days = models.PositiveSmallIntegerField(null=True)
    median_cases = models.PositiveIntegerField(default=0)
    current = models.ForeignKey("applications.Version", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_label(self) -> str:
        return self.name

    @property
    def said_name(self) -> str:
        return str(Text(id=self.name, en=self.name_en))

    @property
    def said_summary(self) -> str:
        return str(Text(id=self.summary, en=self.summary_en))

    @property
    def elsewhere(self) -> str:
        """The name of the other portal that handles this, or empty."""
        return Channel(self.channel).label


class Version(models.Model):
    """A published version never changes (a database trigger refuses it); a case keeps its version for life."""

    permit_type = models.ForeignKey(PermitType, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    spec = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by_name = models.CharField(max_length=200, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["permit_type", "number"], name="version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.permit_type_id} v{self.number}"

    @cached_property
    def parsed(self) -> PermitTypeSpec:
        return parse(self.pk, self.spec)


class TypeDraft(models.Model):
    """The next version of a type before it is published: prepared, or waiting for its date. One a type.

    Gone once it is published. What keeps it from being published stands in `problems`, one sentence each."""

    slug = models.SlugField(max_length=60, unique=True)  # a type that is new has no row yet
    spec: "models.JSONField[Any, dict[str, Any]]" = models.JSONField()
    note = models.CharField(max_length=300, default="", blank=True)  # why it was prepared
    publish_at = models.DateTimeField(null=True, db_index=True)
    problems: "models.JSONField[Any, list[str]]" = models.JSONField(default=list)  # of the last attempt
    saved_at = models.DateTimeField()
    saved_by_name = models.CharField(max_length=200, default="", blank=True)

    def __str__(self) -> str:
        return self.slug

    @property
    def audit_label(self) -> str:
        return self.slug


_parsed: dict[int, PermitTypeSpec] = {}


def spec_of(version_id: int) -> PermitTypeSpec:
    """By the key alone: long rows that never change are read once a process."""
    if version_id not in _parsed:
        parse(version_id, Version.objects.values_list("spec", flat=True).get(pk=version_id))
    return _parsed[version_id]


def specs_of(version_ids: Collection[int]) -> dict[int, PermitTypeSpec]:
    """The same for many: one statement for all that this process has not read yet."""
    unread = [pk for pk in version_ids if pk not in _parsed]
    for pk, spec in Version.objects.filter(pk__in=unread).values_list("pk", "spec") if unread else ():
        parse(pk, spec)
    return {pk: _parsed[pk] for pk in version_ids}


def parse(pk: int, spec: dict[str, object]) -> PermitTypeSpec:
    """Versions are immutable, so one parsed copy a process serves every request."""
    if pk not in _parsed:
        _parsed[pk] = PermitTypeSpec.model_validate(spec, context=PUBLISHED)
    return _parsed[pk]
