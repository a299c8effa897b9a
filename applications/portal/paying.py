"""What a case costs and how that comes about, for the applicant. Pure.

A fee that counts on what officers fill in shows those answers as well: who pays may know what the amount is made of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from applications.answers.format import display
from applications.catalogue import formulas
from applications.catalogue.charges import Charge, charge
from applications.catalogue.fees import FeeKind
from applications.catalogue.schema import PermitTypeSpec
from applications.lifecycle.models import WorkItem
from perizinan.web.texts import rupiah


@dataclass(frozen=True)
class Payment:
    """`amount` None: another agency assesses it, and its own letter says how much."""

    name: str
    step: str  # the type's own sentence about this payment
    payee: str
    amount: int | None
    parts: tuple[tuple[str, str], ...]
    text: str
    basis: str


def payment(spec: PermitTypeSpec, item: WorkItem, given: Mapping[str, Any]) -> Payment:
    stage, counted = spec.stage(item.stage_key), charge(spec, given)
    amount = counted.amount or None  # who is asked to pay is not asked for nothing
    return Payment(
        name=str(stage.name),
        step=str(stage.step),
        payee=item.unit.name,
        amount=amount,
        parts=_parts(spec, given, counted) if amount else (),
        text=str(spec.fee.text),
        basis=str(spec.fee.basis),
    )


def cost(spec: PermitTypeSpec, given: Mapping[str, Any]) -> str:
    """One line, also before anything is due."""
    amount, text = charge(spec, given).amount, str(spec.fee.text)
    if spec.fee.kind is FeeKind.FREE:
        return text or _("Gratis")
    if amount is None:
        return text
    return rupiah(amount) if amount else _("Gratis")


def _parts(spec: PermitTypeSpec, given: Mapping[str, Any], counted: Charge) -> tuple[tuple[str, str], ...]:
    """The answers that count, what is worked out from them, and the rates."""
    named = {spec.fee.times, *(formulas.names(spec.fee.formula) if spec.fee.formula else ())}
    counts = [f for f in spec.all_fields() if f.key in counted.used or (f.formula and f.key in named)]
    answers = [(str(f.label), display(f, given.get(f.key), answers=given, spec=spec)) for f in counts]
    rates = [(str(rate.label), rate.amounts.get(str(given.get(rate.by)))) for rate in spec.fee.rates]
    return (
        *((label, said) for label, said in answers if said),
        *((label, rupiah(amount)) for label, amount in rates if amount is not None),
    )
