"""Which fields apply to the answers so far. Pure; static/js/conditions.js does the same in the browser."""

from collections.abc import Mapping
from typing import Any

from applications.catalogue.schema import FormField, PermitTypeSpec


def shown_answers(spec: PermitTypeSpec, given: Mapping[str, Any]) -> dict[str, Any]:
    """Facts and the answers of shown fields. Conditions only look up the form, so one pass settles them, and what
    is hidden counts as not answered for the fields below it."""
    seen = {key: value for key, value in given.items() if key.startswith("@")}
    for field in spec.all_fields():
        if field.key in given and _holds(field, seen):
            seen[field.key] = given[field.key]
    return seen


def shown_fields(spec: PermitTypeSpec, given: Mapping[str, Any]) -> frozenset[str]:
    seen = shown_answers(spec, given)
    return frozenset(field.key for field in spec.all_fields() if _holds(field, seen))


def _holds(field: FormField, seen: Mapping[str, Any]) -> bool:
    return field.show_if is None or field.show_if.holds(seen)
