from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from applications.catalogue.conditions import fields_of
from applications.catalogue.schema import PermitTypeSpec, Requirement
from applications.documents.models import DocumentVersion, Photo, Upload
from applications.lifecycle.models import Application
from perizinan.accounts.models import User
from perizinan.accounts.queries import Capacity
from perizinan.files.models import State, StoredFile

OWN_RIGHT = (Capacity.SELF, Capacity.BUSINESS)


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

    @property
    def decided(self) -> bool:
        return self.stored is not None and self.stored.state in (State.CLEAN, State.REJECTED)


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
        versions = _versions(application).filter(current=True)
    current = {version.requirement_key: version for version in versions if version.current}
    return [Slot(r, current.get(r.key)) for r in wanted(application.spec, answers)]


def versions(application: Application, requirement_key: str) -> list[DocumentVersion]:
    """All versions of one slot, newest first."""
    return list(_versions(application).filter(requirement_key=requirement_key).order_by("-number"))


def unfinished(application_id: int, *, by: User, photos: bool = False) -> dict[str, list[Upload]]:
    """What this person began to send and has not finished, by slot, the latest first."""
    found: dict[str, list[Upload]] = {}
    mine = Upload.objects.filter(application_id=application_id, owner=by, as_photo=photos)
    for upload in mine.order_by("-created_at"):
        found.setdefault(upload.requirement_key, []).append(upload)
    return found


def all_versions(application: Application) -> list[DocumentVersion]:
    """Of all slots, newest first."""
    return list(_versions(application).order_by("-number"))


def _versions(application: Application) -> QuerySet[DocumentVersion]:
    """`photographed`: there are photos of the slot, from which its PDF can be made again."""
    photos = Photo.objects.filter(application=OuterRef("application"), requirement_key=OuterRef("requirement_key"))
    found = DocumentVersion.objects.filter(application=application).select_related("stored")
    return found.annotate(photographed=Exists(photos))


def replaced(versions: Iterable[DocumentVersion], *, since: int) -> frozenset[str]:
    """The requirements whose current file came after that round and is, to the byte, none of those sent before."""
    versions = list(versions)
    before = {(v.requirement_key, v.stored.sha256) for v in versions if v.round <= since}
    new = (v for v in versions if v.current and v.round > since)
    return frozenset(v.requirement_key for v in new if (v.requirement_key, v.stored.sha256) not in before)


def same_bytes_elsewhere(version: DocumentVersion, *, limit: int) -> list[Application]:
    """Sent cases of other applicants in which a file stands that is this one to the byte, newest first. For officers
    only. What one person files for themselves and for a business of their own is no other applicant's."""
    case = version.application
    same = DocumentVersion.objects.filter(stored__sha256=version.stored.sha256).values("application")
    found = Application.objects.filter(pk__in=same, submitted_at__isnull=False).exclude(applicant=case.applicant_id)
    if case.capacity in OWN_RIGHT:
        found = found.exclude(filed_by=case.filed_by_id, capacity__in=OWN_RIGHT)
    return list(found.order_by("-submitted_at", "-pk")[:limit])
