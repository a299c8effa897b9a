"""What changed under a draft, for its task list: see `drafting.leftover` for how it is stored."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from applications.answers.models import AnswerSet
from applications.catalogue.schema import Text
from applications.documents.models import DocumentVersion
from applications.documents.queries import Slot
from applications.lifecycle.models import Application


@dataclass(frozen=True)
class NewQuestion:
    label: str
    section: str  # key, or empty for a document
    key: str


@dataclass(frozen=True)
class Told:
    why: str  # version, permit, transfer
    asked: list[NewQuestion]
    left: list[tuple[str, str]]  # question, the words that stood there
    documents: list[str]  # asked for no more

    def __bool__(self) -> bool:
        return bool(self.asked or self.left or self.documents)


@dataclass(frozen=True)
class OldDocument:
    name: str
    version: DocumentVersion


def told(answers: AnswerSet | None, shown: Collection[str], slots: Collection[Slot]) -> Told | None:
    """`shown`: the questions of this case. A new question that it is not asked is no news."""
    carried: Mapping[str, Any] = answers.carried if answers else {}
    if not carried or carried.get("away"):
        return None
    documents = {slot.requirement.key for slot in slots}
    asked = [
        NewQuestion(_said(entry), entry.get("section", ""), entry["key"])
        for entry in carried.get("asked", [])
        if entry["key"] in (shown if entry["what"] == "question" else documents)
    ]
    found = Told(
        why=carried["why"],
        asked=asked,
        left=[(_said(entry), entry["shown"]) for entry in carried.get("left", [])],
        documents=[_said(entry) for entry in carried.get("documents", [])],
    )
    return found or None


def old_documents(case: Application, answers: AnswerSet | None) -> list[OldDocument]:
    """Files whose requirement is gone; one query where there are any."""
    names = {entry["key"]: _said(entry) for entry in (answers.carried if answers else {}).get("documents", [])}
    if not names:
        return []
    found = DocumentVersion.objects.filter(application=case, current=True, requirement_key__in=names)
    return [OldDocument(names[version.requirement_key], version) for version in found.select_related("stored")]


def _said(entry: Mapping[str, str]) -> str:
    return str(Text(id=entry["label"], en=entry["label_en"]))
