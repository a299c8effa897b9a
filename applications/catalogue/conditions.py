"""Conditions (`show_if`): one small language, evaluated the same on the server and in the browser.

`{"field": "kelompok", "is": "ya"}`, `{"field": "jenis", "in": [...]}`, `{"field": "judul", "filled": true}`,
combined by `{"all": [...]}`, `{"any": [...]}`, `{"not": {...}}`. A field name that starts with "@" is a fact
of the case, not an answer: "@capacity" (self, business, power).
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Condition(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    field: str | None = None
    equals: Annotated[str | None, Field(alias="is")] = None
    one_of: Annotated[tuple[str, ...] | None, Field(alias="in")] = None
    filled: bool | None = None
    all: "tuple[Condition, ...] | None" = None
    any: "tuple[Condition, ...] | None" = None
    negated: Annotated["Condition | None", Field(alias="not")] = None

    @model_validator(mode="after")
    def _exactly_one_form(self) -> Self:
        tests = [self.equals is not None, self.one_of is not None, self.filled is not None]
        groups = [self.all is not None, self.any is not None, self.negated is not None]
        if self.field is not None and sum(tests) == 1 and not any(groups):
            return self
        if self.field is None and not any(tests) and sum(groups) == 1:
            return self
        raise ValueError("a condition is one test of a field (is, in, filled) or one of all, any, not")

    def holds(self, answers: Mapping[str, Any]) -> bool:
        if self.all is not None:
            return all(part.holds(answers) for part in self.all)
        if self.any is not None:
            return any(part.holds(answers) for part in self.any)
        if self.negated is not None:
            return not self.negated.holds(answers)
        value = answers.get(self.field or "")
        if self.filled is not None:
            return (value not in (None, "", [])) is self.filled
        if self.one_of is not None:
            return value in self.one_of
        return bool(value == self.equals)

    def fields(self) -> Iterator[str]:
        if self.field is not None:
            yield self.field
        for part in (*(self.all or ()), *(self.any or ()), *((self.negated,) if self.negated else ())):
            yield from part.fields()

    def values(self) -> Iterator[tuple[str, str]]:
        """Every (field, value) pair the condition waits for."""
        for value in (*((self.equals,) if self.equals is not None else ()), *(self.one_of or ())):
            yield self.field or "", value
        for part in (*(self.all or ()), *(self.any or ()), *((self.negated,) if self.negated else ())):
            yield from part.values()

    def as_json(self) -> str:
        """For `data-show-if`: static/js/conditions.js reads the words of the file."""
        return self.model_dump_json(by_alias=True, exclude_none=True)


def fields_of(condition: Condition | None) -> frozenset[str]:
    """The fields a `show_if` looks at."""
    return frozenset(condition.fields()) if condition is not None else frozenset()
