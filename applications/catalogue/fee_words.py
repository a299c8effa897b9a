"""What a permit costs, in words: the text, the table of rates, the formula, and how one amount comes about. Pure."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from applications.catalogue import charges, formula_words, formulas, spoken
from applications.catalogue.conditions import fields_of
from applications.catalogue.fees import FeeKind
from applications.catalogue.schema import FieldType, FormField, PermitTypeSpec
from perizinan.web import texts

_COUNTED = {FeeKind.TABLE, FeeKind.FORMULA}


class RateTable(NamedTuple):
    label: str
    rows: list[tuple[str, str]]  # answer, amount


class FeePage(NamedTuple):
    text: str
    basis: str
    tables: list[RateTable]
    formula: str
    exempt: str
    counted: bool  # has a simulator

    @property
    def more(self) -> bool:
        return bool(self.basis or self.tables or self.formula or self.exempt)


def page(spec: PermitTypeSpec) -> FeePage:
    fee = spec.fee
    tables = [
        RateTable(
            str(rate.label),
            [(str(o.label), texts.rupiah(rate.amounts[o.value])) for o in spec.field(rate.by).options],
        )
        for rate in fee.rates
    ]
    exempt = spoken.when(spec, fee.exempt_if, {}) if fee.exempt_if else ""
    formula = formula_words.said(_formula(spec), lambda key: _label(spec, key)) if fee.formula or fee.times else ""
    said = _("Gratis bila %(condition)s.") % {"condition": exempt} if exempt else ""
    return FeePage(str(fee.text), str(fee.basis), tables, formula, said, has_simulator(spec))


def has_simulator(spec: PermitTypeSpec) -> bool:
    return spec.local and spec.fee.kind in _COUNTED


def asked(spec: PermitTypeSpec) -> tuple[str, ...]:
    """The fields a simulator asks: what counts, what may make it free, and what shows these. In the form's order."""
    wanted = {*charges.used(spec), *fields_of(spec.fee.exempt_if)}
    for field in reversed(spec.all_fields()):  # a condition only looks up the form
        if field.key in wanted:
            wanted |= fields_of(field.show_if)
    return tuple(field.key for field in spec.all_fields() if field.key in wanted)


def asks_kind(spec: PermitTypeSpec) -> bool:
    return len(spec.kinds) > 1 and "@kind" in fields_of(spec.fee.exempt_if)


def how(spec: PermitTypeSpec, answers: Mapping[str, Any], amount: int) -> list[tuple[str, str]]:
    """How the amount comes about: rates and numbers by name, then the formula with the numbers put in."""
    known = charges.known(spec, answers)
    formula = _formula(spec)
    used = formulas.names(formula)
    rows = [
        (spoken.plain(rate.label), _rate(spec, rate.by, answers, texts.rupiah(known[rate.key])))
        for rate in spec.fee.rates
        if rate.key in known and rate.key in used
    ]
    for field in spec.all_fields():
        if field.key in used and isinstance(known.get(field.key), Decimal | int):
            rows.append((spoken.plain(field.label), _number(field, known[field.key])))
    counted = formula_words.said(
        formula,
        lambda key: _put_in(spec, key, known),
        lambda call: spoken.number_text(formulas.value(call, known)),
    )
    return [*rows, (_("Hitungannya"), f"{counted} = {texts.rupiah(amount)}")]


def _formula(spec: PermitTypeSpec) -> str:
    return spec.fee.formula or " * ".join(filter(None, (spec.fee.rates[0].key, spec.fee.times)))


def _label(spec: PermitTypeSpec, key: str) -> str:
    rate = next((rate for rate in spec.fee.rates if rate.key == key), None)
    labels = {field.key: field.label for field in spec.all_fields()}
    labels |= {column.key: column.label for field in spec.all_fields() for column in field.columns}
    return spoken.inside(spoken.plain(rate.label if rate else labels.get(key, key)))


def _rate(spec: PermitTypeSpec, by: str, answers: Mapping[str, Any], amount: str) -> str:
    option = next((spoken.plain(o.label) for o in spec.field(by).options if o.value == answers.get(by)), "")
    return f"{amount} ({spoken.inside(option)})" if option else amount


def _put_in(spec: PermitTypeSpec, key: str, known: Mapping[str, Any]) -> str:
    if any(rate.key == key for rate in spec.fee.rates):
        return texts.rupiah(known[key])
    return _number(spec.field(key), known[key])


def _number(field: FormField, number: Decimal | int) -> str:
    """A computed number is shown with its decimals; the count goes on with the exact one."""
    if field.type is FieldType.MONEY:
        return texts.rupiah(int(number))
    shown = Decimal(number)
    if field.formula and field.decimals:
        shown = shown.quantize(Decimal(1).scaleb(-field.decimals), ROUND_HALF_UP)
    return "\u00a0".join(filter(None, (spoken.number_text(shown), str(field.unit))))
