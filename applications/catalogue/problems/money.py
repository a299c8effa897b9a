"""Fees."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from applications.catalogue.fees import FeeKind
from applications.catalogue.fields import NUMERIC, FieldType
from applications.catalogue.problems.form import formula_problems

if TYPE_CHECKING:
    from applications.catalogue.schema import PermitTypeSpec


def rates(spec: "PermitTypeSpec") -> Iterator[str]:
    fields = {field.key: field for field in spec.all_fields()}
    for rate in spec.fee.rates:
        field = fields.get(rate.by)
        if rate.key in fields:
            yield f"fee: the rate {rate.key} has the key of a field"
        if field is None or field.type is not FieldType.CHOICE:
            yield f"fee: the rate {rate.key} goes by {rate.by}, which is no choice"
            continue
        options = {option.value for option in field.options}
        for value in sorted(options - set(rate.amounts)):
            yield f"fee: the rate {rate.key} has no amount for {value}"
        for value in sorted(set(rate.amounts) - options):
            yield f"fee: the rate {rate.key} names {value}, which is no answer to {rate.by}"
    times = spec.fee.times
    if times is not None and (times not in fields or (fields[times].type not in NUMERIC and not fields[times].formula)):
        yield f"fee: times names {times}, which is no number"


def formula(spec: "PermitTypeSpec") -> Iterator[str]:
    if spec.fee.kind is FeeKind.FORMULA:
        fields = {field.key: field for field in spec.all_fields()}
        yield from (
            f"fee: {each}" for each in formula_problems(spec.fee.formula, fields, {r.key: r for r in spec.fee.rates})
        )


def said(spec: "PermitTypeSpec") -> Iterator[str]:
    if not spec.fee.text:
        yield "fee: a text is missing, what does it cost?"


RULES: tuple[Callable[["PermitTypeSpec"], Iterator[str]], ...] = (rates, formula, said)
