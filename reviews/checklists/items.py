"""The list of what is judged in a case, with the verdicts that still hold. Three queries at most."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from applications.answers.facts import facts_of
from applications.answers.format import display
from applications.answers.queries import answers_of
from applications.catalogue.schema import FieldType
from applications.corrections.models import PointKind
from applications.documents.models import DocumentVersion
from applications.documents.queries import Slot, slots
from applications.lifecycle.models import Application
from reviews.checklists.models import Judgement, Verdict


@dataclass(frozen=True)
class Item:
    kind: PointKind
    key: str
    label: str
    fingerprint: str
    slot: Slot | None  # of a document
    shown: str  # of an answer
    verdict: Verdict | None
    new: bool  # changed since it was last judged

    @property
    def must_be_judged(self) -> bool:
        return self.kind == PointKind.DOCUMENT

    @property
    def judged(self) -> bool:
        return self.verdict is not None

    @property
    def to_mend(self) -> bool:
        return self.verdict is not None and self.verdict.judgement == Judgement.MEND


def items(
    application: Application,
    *,
    answers: Mapping[str, Any] | None = None,
    versions: Iterable[DocumentVersion] | None = None,
) -> list[Item]:
    """`answers`, `versions`: what the caller has read already."""
    if answers is None:
        answers = answers_of(application, application.round)
    given = facts_of(application, answers)
    verdicts: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in Verdict.objects.filter(application=application).select_related("unit").order_by("at"):
        verdicts.setdefault((verdict.kind, verdict.key), []).append(verdict)
    documents = [
        _item(PointKind.DOCUMENT, slot.requirement.key, str(slot.requirement.name), _of_slot(slot), slot, "", verdicts)
        for slot in slots(application, given, versions)
        if slot.requirement.required or slot.version
    ]
    fields = [
        _item(
            PointKind.FIELD,
            f.key,
            str(f.label),
            _of_value(given.get(f.key)),
            None,
            display(f, given.get(f.key)),
            verdicts,
        )
        for section in application.spec.applicant_sections()  # what officers fill in is not theirs to mend
        for f in section.fields
        if f.type is not FieldType.COMPUTED and (f.show_if is None or f.show_if.holds(given))
    ]
    return [*documents, *fields]


def _item(
    kind: PointKind,
    key: str,
    label: str,
    fingerprint: str,
    slot: Slot | None,
    shown: str,
    verdicts: Mapping[tuple[str, str], list[Verdict]],
) -> Item:
    past = verdicts.get((kind, key), [])
    holding = next((v for v in reversed(past) if v.fingerprint == fingerprint), None)
    return Item(kind, key, label, fingerprint, slot, shown, holding, new=bool(past) and holding is None)


def _of_slot(slot: Slot) -> str:
    return str(slot.version.stored_id) if slot.version else "none"


def _of_value(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
