"""A condition in words: "Jenis reklame = Videotron, atau Panjang paling sedikit 6". Pure."""

from django.utils.translation import gettext as _

from applications.catalogue import terms
from applications.catalogue.conditions import Condition
from applications.catalogue.schema import FieldType, PermitTypeSpec
from applications.catalogue.spoken import number_text


def sentence(condition: Condition, spec: PermitTypeSpec) -> str:
    return _said(condition, spec, outer=True)


def _said(condition: Condition, spec: PermitTypeSpec, *, outer: bool = False) -> str:
    if condition.negated is not None and (inner := condition.negated).field and (inner.equals or inner.one_of):
        said = {"field": _name(inner.field, spec), "values": _values(inner, inner.field, spec)}
        return _("%(field)s bukan %(values)s") % said
    if condition.negated is not None:
        return _("bukan (%(inner)s)") % {"inner": _said(condition.negated, spec, outer=True)}
    if condition.field is not None:
        return _test(condition, spec, condition.field)
    joint = _(", dan ") if condition.all is not None else _(", atau ")
    parts = [_said(part, spec) for part in condition.parts()]
    text = joint.join(parts)
    return text if outer or len(parts) == 1 else f"({text})"


def _test(condition: Condition, spec: PermitTypeSpec, key: str) -> str:
    name = _name(key, spec)
    if condition.filled is not None:
        return (_("%(field)s terisi") if condition.filled else _("%(field)s kosong")) % {"field": name}
    if condition.at_least is not None:
        return _("%(field)s paling sedikit %(bound)s") % {"field": name, "bound": number_text(condition.at_least)}
    if condition.below is not None:
        return _("%(field)s kurang dari %(bound)s") % {"field": name, "bound": number_text(condition.below)}
    return f"{name} = {_values(condition, key, spec)}"


def _values(condition: Condition, key: str, spec: PermitTypeSpec) -> str:
    values = condition.one_of if condition.one_of is not None else (condition.equals or "",)
    return _(" atau ").join(_value(key, value, spec) for value in values)


def _name(key: str, spec: PermitTypeSpec) -> str:
    if key in terms.FACTS:
        return terms.word(terms.FACTS, key)
    field = next((field for field in spec.all_fields() if field.key == key), None)
    return str(field.label) if field is not None else key


def _value(key: str, value: str, spec: PermitTypeSpec) -> str:
    if key in terms.FACT_VALUES:
        return terms.word(terms.FACT_VALUES[key], value)
    field = next((field for field in spec.all_fields() if field.key == key), None)
    if field is not None and field.type is FieldType.YES_NO:
        return {"ya": _("ya"), "tidak": _("tidak")}.get(value, value)
    option = next((option for option in field.options if option.value == value), None) if field is not None else None
    return str(option.label) if option is not None else value
