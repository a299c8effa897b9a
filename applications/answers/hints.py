"""A condition in words, for people without JavaScript, who see every field that could be asked. Pure."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from applications.answers import cleaning
from applications.catalogue.conditions import Condition
from applications.catalogue.kinds import Kind
from applications.catalogue.schema import NO, YES, FieldType, FormField, PermitTypeSpec
from applications.catalogue.spoken import kind_name


def in_words(spec: PermitTypeSpec, condition: Condition, known: Mapping[str, Any] | None = None) -> str:
    """Isi hanya bila “Bidang penelitian” dijawab “Bidang lain”. What is `known` already is left out."""
    return _("Isi hanya bila %(condition)s.") % {"condition": _said(spec, condition, known or {}, inside=False)}


def _said(spec: PermitTypeSpec, condition: Condition, known: Mapping[str, Any], *, inside: bool) -> str:
    if condition.negated is not None:
        return _("tidak: %(condition)s") % {"condition": _said(spec, condition.negated, known, inside=True)}
    if condition.field is None:
        parts = [part for part in condition.parts() if part.foreseen(known) is None] or list(condition.parts())
        word = _(" dan ") if condition.all is not None else _(" atau ")
        said = word.join(_said(spec, part, known, inside=len(parts) > 1) for part in parts)
        return f"({said})" if inside and len(parts) > 1 else said
    return _test(spec, condition)


def _test(spec: PermitTypeSpec, condition: Condition) -> str:
    label, field = _question(spec, condition.field or "")
    if condition.filled is not None:
        return (_("“%(label)s” diisi") if condition.filled else _("“%(label)s” kosong")) % {"label": label}
    for bound, words in ((condition.at_least, _("paling sedikit")), (condition.below, _("kurang dari"))):
        if bound is not None:
            unit = field.unit if field is not None else ""
            return f"“{label}” {words} {cleaning.said_number(bound, unit)}"
    values = condition.one_of or ((condition.equals,) if condition.equals is not None else ())
    answers = _(" atau ").join(f"“{_answer(field, value)}”" for value in values)
    return _("“%(label)s” dijawab %(answers)s") % {"label": label, "answers": answers}


def _question(spec: PermitTypeSpec, key: str) -> tuple[str, FormField | None]:
    facts = {
        "@capacity": _("Untuk siapa izin ini?"),
        "@kind": _("Jenis permohonan"),
        "@holder": _("Siapa pemegang izinnya?"),
    }
    if key in facts:
        return facts[key], None
    field = spec.field(key)
    return str(field.label), field


def _answer(field: FormField | None, value: str) -> str:
    if field is None:
        return _facts().get(value, value)
    if field.type is FieldType.YES_NO:
        return {YES: _("Ya"), NO: _("Tidak")}.get(value, value)
    return next((str(option.label) for option in field.options if option.value == value), value)


def _facts() -> dict[str, str]:
    return {
        "self": _("Saya sendiri"),
        "business": _("Usaha saya"),
        "power": _("Orang lain, saya diberi kuasa"),
        "person": _("Perorangan"),
        **{kind.value: kind_name(kind) for kind in Kind},
    }
