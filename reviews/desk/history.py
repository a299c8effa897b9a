"""Who did what to a case and when: its moves, and every entry of the audit about it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.catalogue.schema import PermitTypeSpec
from applications.corrections.models import PointKind
from applications.documents.models import DocumentVersion
from applications.lifecycle.models import Application, StatusChange
from applications.permits.models import Permit
from perizinan.audit import verbs
from perizinan.audit.models import AuditEntry
from reviews.desk.refusals import said
from reviews.inspections.models import StageReport

MOST = 200


@dataclass(frozen=True)
class Move:
    on: datetime.datetime
    sentence: str
    unit: str


@dataclass(frozen=True)
class Entry:
    at: datetime.datetime
    sentence: str
    behalf: str


def moves_of(case: Application) -> list[Move]:
    return [
        Move(change.at, said(change, timezone.localdate(change.at)), _unit(change))
        for change in case.changes.select_related("unit").order_by("-at", "-pk")
    ]


def entries_of(case: Application) -> list[Entry]:
    """Newest first, at most MOST: the case, its documents, its permit."""
    documents = {version.pk: version for version in DocumentVersion.objects.filter(application=case)}
    permits = Permit.objects.filter(application=case).values_list("pk", flat=True)
    reports = StageReport.objects.filter(item__application=case).values_list("pk", flat=True)
    about = Q(subject_type=Application._meta.label_lower, subject_id=str(case.pk))
    for model, keys in ((DocumentVersion, documents), (Permit, permits), (StageReport, reports)):
        about |= Q(subject_type=model._meta.label_lower, subject_id__in=[str(pk) for pk in keys])
    rows = AuditEntry.objects.filter(about).order_by("-id")[:MOST]
    names = _Names(case.spec, documents)
    return [Entry(row.at, verbs.sentence(row, names.of(row)), row.behalf) for row in rows]


class _Names:
    """What the entries of a case call by its key, in the words of the case's own version; a key it does not know (any
    more) stays."""

    def __init__(self, spec: PermitTypeSpec, documents: Mapping[int, DocumentVersion]) -> None:
        self.documents = documents
        self.requirements = {requirement.key: str(requirement.name) for requirement in spec.requirements}
        self.fields = {field.key: str(field.label) for field in spec.all_fields()}
        self.sections = {section.key: str(section.title) for section in spec.sections}
        self.stages = {stage.key: str(stage.name) for stage in spec.stages}

    def of(self, entry: AuditEntry) -> dict[str, str]:
        judged = self.requirements if entry.data.get("kind") == PointKind.DOCUMENT else self.fields
        known = {"requirement": self.requirements, "field": self.fields, "stage": self.stages, "key": judged}
        known["section"] = self.sections
        said = {
            word: names.get(entry.data[word], entry.data[word]) for word, names in known.items() if word in entry.data
        }
        if "judgement" in entry.data:
            said["judgement"] = _(entry.data["judgement"])  # kept in the words of the source texts
        if entry.subject_type == DocumentVersion._meta.label_lower:
            said["label"] = self._file(self.documents[int(entry.subject_id)])
        return said

    def _file(self, version: DocumentVersion) -> str:
        title = self.requirements.get(version.requirement_key, version.requirement_key)
        return _("%(title)s versi %(n)s") % {"title": title, "n": version.number}


def _unit(change: StatusChange) -> str:
    return " · ".join(filter(None, [change.unit.name if change.unit else "", change.acting_for]))
