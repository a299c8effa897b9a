"""Which fields apply to the answers so far. Pure; static/js/conditions.js does the same in the browser."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from applications.catalogue.conditions import Condition
from applications.catalogue.schema import NO, YES, FieldType, FormField, PermitTypeSpec


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


def in_words(spec: PermitTypeSpec, condition: Condition) -> str:
    """For people without JavaScript, who see every field: Isi hanya bila “Bidang penelitian” dijawab “Bidang lain”."""
    return _("Isi hanya bila %(condition)s.") % {"condition": _said(spec, condition)}


def _said(spec: PermitTypeSpec, condition: Condition) -> str:
    if condition.all is not None:
        return _(" dan ").join(_said(spec, part) for part in condition.all)
    if condition.any is not None:
        return _(" atau ").join(_said(spec, part) for part in condition.any)
    if condition.negated is not None:
        return _("tidak: %(condition)s") % {"condition": _said(spec, condition.negated)}
    label, field = _question(spec, condition.field or "")
    if condition.filled is not None:
        return (_("“%(label)s” diisi") if condition.filled else _("“%(label)s” kosong")) % {"label": label}
    values = condition.one_of or ((condition.equals,) if condition.equals is not None else ())
    answers = _(" atau ").join(f"“{_answer(field, value)}”" for value in values)
    return _("“%(label)s” dijawab %(answers)s") % {"label": label, "answers": answers}


def _question(spec: PermitTypeSpec, key: str) -> tuple[str, FormField | None]:
    if key.startswith("@"):
        return _("Untuk siapa izin ini?"), None
    field = spec.field(key)
    return str(field.label), field


def _answer(field: FormField | None, value: str) -> str:
    if field is None:
        said = {"self": _("Saya sendiri"), "business": _("Usaha saya"), "power": _("Orang lain, saya diberi kuasa")}
        return said.get(value, value)
    if field.type is FieldType.YES_NO:
        return {YES: _("Ya"), NO: _("Tidak")}.get(value, value)
    return next((str(option.label) for option in field.options if option.value == value), value)
