"""One section that officers fill in, as a page: its form, and what was typed into it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from applications.answers import rules
from applications.answers.forms import read_post, section_form
from applications.catalogue.schema import PermitTypeSpec, Section
from reviews.desk.access import Seat


@dataclass(frozen=True)
class Filling:
    spec: PermitTypeSpec
    section: Section

    @classmethod
    def of(cls, seat: Seat, section_key: str) -> "Filling | None":
        """None where it is not this officer's to fill in now."""
        spec = seat.application.spec
        mine = spec.stage_sections(seat.item.stage_key) if seat.verbs else ()
        return next((cls(spec, section) for section in mine if section.key == section_key), None)

    def typed(self, post: QueryDict) -> dict[str, Any]:
        return read_post(self.section.fields, post)

    def context(
        self,
        given: Mapping[str, Any],
        typed: Mapping[str, Any] | None = None,
        *,
        check: bool = False,
        more: Mapping[str, int] | None = None,
    ) -> dict[str, Any]:
        """`typed`: what could not be saved stays in the form. `more`: empty rows asked for."""
        fields = {field.key: field for field in self.section.fields}
        unsaved = {key: rules.stored(fields[key], value) for key, value in (typed or {}).items()}
        form = section_form(self.spec, self.section.key, {**given, **unsaved}, check=check, more=more or {})
        return {"part": self.section, "form": form}
