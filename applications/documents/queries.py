from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from applications.catalogue.conditions import fields_of
from applications.catalogue.schema import PermitTypeSpec, Requirement
from applications.documents.models import DocumentVersion
from applications.lifecycle.models import Application
from perizinan.files.models import State, StoredFile


@dataclass(frozen=True)
class Slot:
    requirement: Requirement
    version: DocumentVersion | None

    @property
    def stored(self) -> StoredFile | None:
        return self.version.stored if self.version else None

    @property
    def filled(self) -> bool:
        """A file that was not refused stands here; it may still be in the line of the checks."""
        return self.stored is not None and self.stored.state != State.REJECTED

    @property
    def checked(self) -> bool:
        return self.stored is not None and self.stored.state == State.CLEAN


def wanted(spec: PermitTypeSpec, answers: Mapping[str, Any]) -> list[Requirement]:
    """The requirements that apply to these answers."""
    return [r for r in spec.requirements if r.show_if is None or r.show_if.holds(answers)]


def brought_up(spec: PermitTypeSpec, keys: Iterable[str]) -> frozenset[str]:
    """These fields and those that their answers show or hide, one after the other. Conditions only look up the form,
    so one pass finds them."""
    found = set(keys)
    for field in spec.all_fields():
        if not found.isdisjoint(fields_of(field.show_if)):
            found.add(field.key)
    return frozenset(found)


def slots(
    application: Application, answers: Mapping[str, Any], versions: Iterable[DocumentVersion] | None = None
) -> list[Slot]:
    """One query: every requirement that applies, with its current file. None where `versions` are at hand."""
    if versions is None:
        versions = DocumentVersion.objects.filter(application=application, current=True).select_related("stored")
    current = {version.requirement_key: version for version in versions if version.current}
    return [Slot(r, current.get(r.key)) for r in wanted(application.spec, answers)]


def versions(application: Application, requirement_key: str) -> list[DocumentVersion]:
    """All versions of one slot, newest first."""
    return list(
        DocumentVersion.objects.filter(application=application, requirement_key=requirement_key)
        .select_related("stored")
        .order_by("-number")
    )


def all_versions(application: Application) -> list[DocumentVersion]:
    """Of all slots, newest first."""
    return list(DocumentVersion.objects.filter(application=application).select_related("stored").order_by("-number"))


def replaced(versions: Iterable[DocumentVersion], *, since: int) -> frozenset[str]:
    """The requirements whose current file came after that round and is, to the byte, none of those sent before."""
    versions = list(versions)
    before = {(v.requirement_key, v.stored.sha256) for v in versions if v.round <= since}
    new = (v for v in versions if v.current and v.round > since)
    return frozenset(v.requirement_key for v in new if (v.requirement_key, v.stored.sha256) not in before)
