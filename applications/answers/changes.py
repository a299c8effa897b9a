"""What became another answer between two rounds. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from applications.answers import rules
from applications.answers.format import display
from applications.answers.visibility import shown_answers
from applications.catalogue.schema import FormField, PermitTypeSpec


@dataclass(frozen=True)
class Change:
    field: FormField
    old: str
    new: str


def changes(spec: PermitTypeSpec, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """In the order of the form. A field that is hidden now counts as emptied; personal numbers stay masked. Of rows
    the whole lists stand beside each other. Computed fields follow others and are no change of their own."""
    before, after = shown_answers(spec, old), shown_answers(spec, new)
    return tuple(
        Change(field, display(field, before.get(field.key)), display(field, after.get(field.key)))
        for field in spec.all_fields()
        if not rules.same(field, before.get(field.key), after.get(field.key))
    )
