"""What a case costs by its type's fee and its answers: the amount, and how it comes about. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP
from typing import Any

from applications.catalogue import formulas
from applications.catalogue.conditions import date_of, number_of
from applications.catalogue.fees import FeeKind
from applications.catalogue.schema import FieldType, PermitTypeSpec


@dataclass(frozen=True)
class Charge:
    """`amount` in whole rupiah; None while an answer is missing or somebody else assesses it."""

    amount: int | None
    used: tuple[str, ...] = ()  # the fields that count, in the order of the form


def charge(spec: PermitTypeSpec, answers: Mapping[str, Any]) -> Charge:
    fee = spec.fee
    if fee.kind is FeeKind.FREE or (fee.exempt_if is not None and fee.exempt_if.holds(answers)):
        return Charge(0)
    if fee.kind is FeeKind.FIXED:
        return Charge(fee.amount)
    if fee.kind is FeeKind.ELSEWHERE:
        return Charge(None)
    formula = fee.formula or " * ".join(filter(None, (fee.rates[0].key, fee.times)))
    try:
        amount = formulas.value(formula, known(spec, answers))
    except formulas.Uncountable:
        return Charge(None, used(spec))
    return Charge(max(0, int(amount.to_integral_value(ROUND_HALF_UP))), used(spec))


def used(spec: PermitTypeSpec) -> tuple[str, ...]:
    """The fields a fee needs: what its simulator asks."""
    fee = spec.fee
    named = {fee.times} if fee.times else set()
    named |= (
        set(formulas.names(fee.formula)) | {name for name, _ in formulas.rows(fee.formula)} if fee.formula else set()
    )
    keys = {rate.by for rate in fee.rates}
    for field in reversed(spec.all_fields()):  # a computed number needs those above it
        if field.key in named and field.formula:
            named |= formulas.names(field.formula) | {name for name, _ in formulas.rows(field.formula)}
        elif field.key in named:
            keys.add(field.key)
    return tuple(field.key for field in spec.all_fields() if field.key in keys)


def known(spec: PermitTypeSpec, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers, dates, rows, computed numbers and rates, by the names a formula uses."""
    found: dict[str, Any] = {}
    for field in spec.all_fields():
        value = answers.get(field.key)
        if field.formula:
            try:
                found[field.key] = formulas.value(field.formula, found)
            except formulas.Uncountable:
                continue
        elif field.type in (FieldType.NUMBER, FieldType.MONEY) and (number := number_of(value)) is not None:
            found[field.key] = number
        elif field.type is FieldType.ROWS and isinstance(value, list):
            found[field.key] = [{key: number_of(typed) for key, typed in row.items()} for row in value]
        elif field.type is FieldType.DATE and (day := date_of(value)) is not None:
            found[field.key] = day
    for rate in spec.fee.rates:
        amount = rate.amounts.get(str(answers.get(rate.by)))
        if amount is not None:
            found[rate.key] = amount
    return found
