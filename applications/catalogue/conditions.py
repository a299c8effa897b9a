"""Conditions (`show_if`): one small language, evaluated the same on the server and in the browser.

`{"field": "kelompok", "is": "ya"}`, `{"field": "jenis", "in": [...]}`, `{"field": "judul", "filled": true}`,
`{"field": "luas", "at_least": 8}`, `{"field": "luas", "below": 8}`, combined by `{"all": [...]}`, `{"any": [...]}`,
`{"not": {...}}`. Of several choices one that fits is enough. A field name that starts with "@" is a fact of the
case, not an answer: "@capacity" (self, business, power, officer), "@kind" (new, renewal ...).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]{1,2}|,[0-9]+)?")
Bound = Annotated[int | float, Field(ge=0)]


class Condition(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    field: str | None = None
    equals: Annotated[str | None, Field(alias="is")] = None
    one_of: Annotated[tuple[str, ...] | None, Field(alias="in")] = None
    filled: bool | None = None
    at_least: Bound | None = None
    below: Bound | None = None
    all: "tuple[Condition, ...] | None" = None
    any: "tuple[Condition, ...] | None" = None
    negated: Annotated["Condition | None", Field(alias="not")] = None

    @model_validator(mode="after")
    def _exactly_one_form(self) -> Self:
        found = (self.equals, self.one_of, self.filled, self.at_least, self.below)
        tests = sum(test is not None for test in found)
        groups = sum(group is not None for group in (self.all, self.any, self.negated))
        if (self.field is not None and tests == 1 and not groups) or (self.field is None and not tests and groups == 1):
            return self
        raise ValueError("a condition is one test of a field (is, in, filled, at_least, below) or one of all, any, not")

    def holds(self, answers: Mapping[str, Any]) -> bool:
        if self.all is not None:
            return all(part.holds(answers) for part in self.all)
        if self.any is not None:
            return any(part.holds(answers) for part in self.any)
        if self.negated is not None:
            return not self.negated.holds(answers)
        return self._test(answers.get(self.field or ""))

    def _test(self, value: Any) -> bool:
        if self.filled is not None:
            return (value not in (None, "", [])) is self.filled
        if self.at_least is not None or self.below is not None:
            number = number_of(value)
            if number is None:
                return False
            bound = Decimal(str(self.at_least if self.at_least is not None else self.below))  # 0.1 is no 0.1000000001
            return number >= bound if self.at_least is not None else number < bound
        wanted = self.one_of if self.one_of is not None else (self.equals,)
        return any(one in wanted for one in value) if isinstance(value, list) else value in wanted

    def foreseen(self, known: Mapping[str, Any]) -> bool | None:
        """Whether it holds for every case of which only `known` is known; None when that depends on the rest."""
        if self.field is not None:
            return self._test(known[self.field]) if self.field in known else None
        found = [part.foreseen(known) for part in self.parts()]
        if self.negated is not None:
            return None if found[0] is None else not found[0]
        if self.all is not None:
            return False if False in found else None if None in found else True
        return True if True in found else None if None in found else False

    def fields(self) -> Iterator[str]:
        if self.field is not None:
            yield self.field
        for part in self.parts():
            yield from part.fields()

    def values(self) -> Iterator[tuple[str, str]]:
        """Every (field, value) pair the condition waits for."""
        for value in (*((self.equals,) if self.equals is not None else ()), *(self.one_of or ())):
            yield self.field or "", value
        for part in self.parts():
            yield from part.values()

    def compared(self) -> Iterator[str]:
        """The fields whose answer must be a number."""
        if self.field is not None and (self.at_least is not None or self.below is not None):
            yield self.field
        for part in self.parts():
            yield from part.compared()

    def parts(self) -> "tuple[Condition, ...]":
        return (*(self.all or ()), *(self.any or ()), *((self.negated,) if self.negated else ()))

    def as_json(self) -> str:
        """For `data-show-if`: static/js/conditions.js reads the words of the file."""
        return self.model_dump_json(by_alias=True, exclude_none=True)


def fields_of(condition: Condition | None) -> frozenset[str]:
    """The fields a `show_if` looks at."""
    return frozenset(condition.fields()) if condition is not None else frozenset()


def number_of(value: Any) -> Decimal | None:
    """A stored number, or one as people write it here: 1.250,5 and 12,5, also 12.5; None when it is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if not isinstance(value, str):
        return None
    text = "".join(value.split())
    if _GROUPED.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    return Decimal(text.replace(",", ".")) if _PLAIN.fullmatch(text) else None


def date_of(value: Any) -> date | None:
    """A stored date; None for nothing and for words that are none."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
