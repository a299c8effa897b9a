"""Conditions and kinds in the words of a visitor who has not seen the form: "bila ...". Pure."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from applications.catalogue import terms
from applications.catalogue.conditions import Condition
from applications.catalogue.schema import YES, FieldType, FormField, PermitTypeSpec
from perizinan.web import texts

_CAPACITIES = ("self", "business", "power")


def kind_name(kind: str) -> str:
    return str(capfirst(terms.word(terms.KINDS, kind)))


def foreseen(spec: PermitTypeSpec, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of every such case: its facts, and that a field which never shows has no answer."""
    known = dict(facts)
    for field in spec.all_fields():
        if field.show_if is not None and field.show_if.foreseen(known) is False:
            known[field.key] = None
    return known


def when(spec: PermitTypeSpec, condition: Condition | None, known: Mapping[str, Any]) -> str:
    """The part that is still open, to follow "bila": empty when it holds anyway."""
    if condition is None or condition.foreseen(known):
        return ""
    return _said(spec, condition, known, denied=False)


def _said(spec: PermitTypeSpec, condition: Condition, known: Mapping[str, Any], *, denied: bool) -> str:
    if condition.negated is not None:
        return _said(spec, condition.negated, known, denied=not denied)
    if condition.field is not None:
        return _test(spec, condition, denied=denied)
    parts = [part for part in condition.parts() if part.foreseen(known) is None]
    said = [_said(spec, part, known, denied=denied) for part in parts]
    both = (condition.all is not None) is not denied
    if any(len(_values(part)) > 1 or part.field is None for part in parts):
        return (_(", dan ") if both else _(", atau ")).join(said)
    return (_(" dan ") if both else _(" atau ")).join(said)


def _test(spec: PermitTypeSpec, condition: Condition, *, denied: bool) -> str:
    name = condition.field or ""
    if name.startswith("@"):
        return _of_the_case(name, _values(condition), denied=denied)
    field = spec.field(name)
    label = inside(plain(field.label))
    if condition.filled is not None:
        filled = condition.filled is not denied
        return (_("%(label)s diisi") if filled else _("%(label)s tidak diisi")) % {"label": label}
    if condition.at_least is not None or condition.below is not None:
        bound = condition.at_least if condition.at_least is not None else condition.below
        number = " ".join(filter(None, (number_text(bound), str(field.unit))))
        least = (condition.at_least is not None) is not denied
        return (_("%(label)s paling sedikit %(number)s") if least else _("%(label)s kurang dari %(number)s")) % {
            "label": label,
            "number": number,
        }
    return _chosen(field, label, _values(condition), denied=denied)


def _chosen(field: FormField, label: str, values: Sequence[str], *, denied: bool) -> str:
    said = either([answer_name(field, value) for value in values])
    if str(field.label).endswith("?"):
        return (_("“%(label)s” tidak dijawab %(answer)s") if denied else _("“%(label)s” dijawab %(answer)s")) % {
            "label": field.label,
            "answer": said,
        }
    return (_("%(label)s bukan %(answer)s") if denied else _("%(label)s adalah %(answer)s")) % {
        "label": label,
        "answer": said,
    }


def _of_the_case(fact: str, values: Sequence[str], *, denied: bool) -> str:
    if fact == "@kind":
        said = either([terms.word(terms.KINDS, value) for value in values])
        return (_("bukan %(kinds)s") if denied else _("permohonannya %(kinds)s")) % {"kinds": said}
    if fact == "@holder":
        business = ("business" in values) is not denied
        return _("pemohonnya badan usaha") if business else _("pemohonnya perorangan")
    if denied:
        values = [each for each in _CAPACITIES if each not in values]
    said_of = {
        "self": _("Anda mengurus untuk diri sendiri"),
        "business": _("Anda mengurus untuk usaha Anda"),
        "power": _("Anda mengurus untuk orang lain"),
        "officer": _("petugas mengisikannya untuk Anda"),
    }
    return either([said_of[value] for value in values if value in said_of])


def either(words: Sequence[str]) -> str:
    """a atau b; a, b, atau c."""
    if len(words) < 3:
        return _(" atau ").join(words)
    return _(", atau ").join([", ".join(words[:-1]), words[-1]])


def plain(label: object) -> str:
    """Without the explanation in brackets behind it."""
    return re.sub(r"\s*\([^)]*\)\s*$", "", str(label))


def answer_name(field: FormField, value: str) -> str:
    if field.type is FieldType.YES_NO:
        return _("Ya") if value == YES else _("Tidak")
    return inside(next((str(option.label) for option in field.options if option.value == value), value))


def inside(label: str) -> str:
    """A label in the middle of a sentence: Jenis reklame -> jenis reklame, but NIK stays."""
    return label[:1].lower() + label[1:] if label[1:2].islower() or label.startswith("A ") else label


def number_text(number: Any) -> str:
    """12,5 and 1.250."""
    whole, _point, rest = f"{Decimal(str(number)):f}".partition(".")
    rest = rest.rstrip("0")
    comma = "." if (get_language() or "id").startswith("en") else ","
    return texts.bilangan(int(whole)) + (f"{comma}{rest}" if rest else "")


def _values(condition: Condition) -> Sequence[str]:
    return condition.one_of or ((condition.equals,) if condition.equals is not None else ())
