"""What a permit costs: free, fixed, by a table, by a formula, or asked for by somebody else."""

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from applications.catalogue.conditions import Condition
from applications.catalogue.words import NOTHING, Key, Said, Strict

Amount = Annotated[int, Field(ge=0, le=10**12)]  # whole rupiah


class FeeKind(StrEnum):
    FREE = "free"
    FIXED = "fixed"
    TABLE = "table"  # one rate, once or times a number
    FORMULA = "formula"
    ELSEWHERE = "elsewhere"  # a tax or fee that another agency assesses


class Rate(Strict):
    """An amount for each answer to one choice."""

    key: Key
    label: Said
    by: Key
    amounts: dict[Key, Amount]


class Fee(Strict):
    kind: FeeKind = FeeKind.FREE
    text: Said = NOTHING  # what stands on the service page
    basis: Said = NOTHING  # the rule that sets it
    amount: Amount | None = None
    rates: tuple[Rate, ...] = ()
    times: Key | None = None  # of a table: the number the rate is multiplied by
    formula: str = ""  # over number fields and rates, in rupiah
    exempt_if: Condition | None = None  # a case that meets it pays nothing

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        kind = self.kind
        if (kind is FeeKind.FIXED) != (self.amount is not None):
            raise ValueError("fee: an amount belongs to a fixed fee, and a fixed fee needs one")
        if kind is FeeKind.TABLE and len(self.rates) != 1:
            raise ValueError("fee: a table has exactly one rate")
        if kind not in {FeeKind.TABLE, FeeKind.FORMULA} and self.rates:
            raise ValueError("fee: rates belong to a table or a formula")
        if (kind is FeeKind.FORMULA) != bool(self.formula):
            raise ValueError("fee: a formula belongs to the kind formula, which needs one")
        if self.times is not None and kind is not FeeKind.TABLE:
            raise ValueError("fee: times belongs to a table")
        return self


def _fee(value: Any) -> Any:
    """A plain text, as types had before fees were counted: free, in these words."""
    if isinstance(value, str):
        return {"text": value}
    return {"text": value} if isinstance(value, dict) and set(value) <= {"id", "en"} else value


SaidFee = Annotated[Fee, BeforeValidator(_fee)]
