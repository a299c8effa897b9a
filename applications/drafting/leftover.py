"""`AnswerSet.carried`: what an applicant is told after their answers came into another form. Pure.

{"why": "version" | "permit" | "transfer", "from", "to": version numbers, "left": [answers without a place],
"asked": [new questions and documents], "documents": [attached, asked for no more], "away": read and put away}
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from typing import Any, Literal

from applications.answers.carrying import Carried, Left
from applications.catalogue.schema import FieldType, PermitTypeSpec, Text

Told = dict[str, Any]


def from_permit(carried: Carried) -> Told:
    return _other_case("permit", carried)


def from_transfer(carried: Carried) -> Told:
    return _other_case("transfer", carried)


def _other_case(why: Literal["permit", "transfer"], carried: Carried) -> Told:
    left = _lines(carried.left)
    return {"why": why, "left": left} if left else {}


def to_version(
    before: Mapping[str, Any],
    carried: Carried,
    old: PermitTypeSpec,
    new: PermitTypeSpec,
    *,
    numbers: tuple[int, int],
    attached: Collection[str],
) -> Told:
    """`before`: what was told already; until it is put away the new news stands beside it. Nothing to tell is {}."""
    read = bool(before.get("away"))
    left = merged([] if read else before.get("left", []), carried.left)
    asked = _asked(old, new) + ([] if read else before.get("asked", []))
    wanted = {requirement.key for requirement in new.requirements}
    documents = [entry for entry in before.get("documents", []) if entry["key"] not in wanted]
    documents += [
        _line(requirement.key, requirement.name)
        for requirement in old.requirements
        if requirement.key in attached and requirement.key not in wanted
    ]
    if not (left or asked or documents):
        return {}
    news = bool(left or asked or len(documents) > len(before.get("documents", [])))
    first = numbers[0] if read else before.get("from", numbers[0])
    told = {"why": "version", "from": first, "to": numbers[1], "left": left, "asked": asked, "documents": documents}
    return told if news else {**told, "away": True}


def merged(before: Iterable[Mapping[str, str]], left: Iterable[Left]) -> list[dict[str, str]]:
    """The newest words of a question stand for it."""
    return list({entry["key"]: dict(entry) for entry in [*before, *_lines(left)]}.values())


def _lines(left: Iterable[Left]) -> list[dict[str, str]]:
    return [asdict(one) for one in left]


def _asked(old: PermitTypeSpec, new: PermitTypeSpec) -> list[dict[str, str]]:
    """What the applicant was not asked before; whether this case is asked it, the page knows."""
    fields = {field.key for section in old.applicant_sections() for field in section.fields}
    requirements = {requirement.key for requirement in old.requirements}
    questions = [
        _line(field.key, field.label) | {"what": "question", "section": section.key}
        for section in new.applicant_sections()
        for field in section.fields
        if field.key not in fields and field.type is not FieldType.COMPUTED
    ]
    documents = [_line(each.key, each.name) | {"what": "document"} for each in new.requirements]
    return questions + [entry for entry in documents if entry["key"] not in requirements]


def _line(key: str, label: Text) -> dict[str, str]:
    return {"key": key, "label": label.id, "label_en": label.en}
