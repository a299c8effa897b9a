"""Texts and numbers nobody types: worked out from the answers whenever they are shown, never stored. Pure."""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from applications.answers.cleaning import said_number
from applications.catalogue import charges
from applications.catalogue.problems import places
from applications.catalogue.schema import FieldType, FormField, PermitTypeSpec

UNSAID = 2  # a formula that wants whole numbers says so: bulat(), naik(), turun()


def with_computed(spec: PermitTypeSpec, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers, and the displayed text of each computed field whose answers are all there."""
    found = dict(answers)
    computed = [field for field in spec.all_fields() if field.type is FieldType.COMPUTED]
    known = charges.known(spec, answers) if computed else {}
    for field in computed:
        if text := _text(spec, field, found, known):
            found[field.key] = text
    return found


def text_of(spec: PermitTypeSpec, field: FormField, answers: Mapping[str, Any]) -> str:
    return str(with_computed(spec, answers).get(field.key, ""))


def _text(spec: PermitTypeSpec, field: FormField, answers: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    if field.formula:
        number = known.get(field.key)
        return rounded(field, number) if isinstance(number, Decimal | int) else ""
    from applications.answers.format import display  # which shows computed fields by this module

    said = {name: display(spec.field(name), answers.get(name)) for name in places(field.wording)}
    if not all(said.values()):
        return ""
    return re.sub(r"\{([a-z0-9_]+)\}", lambda place: said[place.group(1)], field.wording)


def rounded(field: FormField, number: Decimal | int) -> str:
    """2,5 m²: with as many decimals as the field has, two where it says nothing; none of them a trailing zero."""
    value = Decimal(number).quantize(Decimal(1).scaleb(-(field.decimals or UNSAID)), ROUND_HALF_UP)
    return said_number(value, field.unit)
