"""Fields of a type as a form that templates/answers draws: what is stored, and what completeness says about it.

Saving reads the same rules (`actions.save_section`), so the form itself cleans nothing and loses nothing."""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from applications.answers import computed, rules, timing
from applications.answers.completeness import Problem, check_section
from applications.answers.questions import NO_NOTES, SPARE_ROWS, Question
from applications.answers.visibility import shown_answers
from applications.catalogue import spoken
from applications.catalogue.conditions import Condition
from applications.catalogue.schema import FieldType, FormField, PermitTypeSpec, Section

TYPED_ANYHOW = "•"  # in the page, that something is filled that is nobody's business there
ROW_BUTTON = "row"  # the name of the buttons "Tambah baris" and "Hapus"
_CELL = re.compile(r"([a-z][a-z0-9_]*)-([0-9]{1,4})-([a-z][a-z0-9_]*)")
_TAP = re.compile(r"([a-z][a-z0-9_]*)-(tambah|[0-9]{1,4}-hapus)")


class SectionForm:
    """`fields`: those drawn, by key. `errors`: sentences by key, of a checked form only."""

    def __init__(
        self,
        spec: PermitTypeSpec,
        given: Mapping[str, Any],
        fields: Iterable[FormField],
        *,
        check: bool,
        more: Mapping[str, int] | None = None,
    ) -> None:
        self.spec, self.given, self.more = spec, given, more or {}
        self.seen = shown_answers(spec, given)
        self.fields: dict[str, FormField] = {}
        self.conditions: dict[str, Condition] = {}  # those that an answer on this page can change
        self.context: dict[str, Any] = {}  # what they ask beyond this page
        for field in fields:
            self._place(field)
        self.problems = self._problems() if check else []

    def _place(self, field: FormField) -> None:
        """A condition that no answer on this page can change is settled here, not in the browser."""
        if field.show_if is not None:
            elsewhere = {name: self.seen.get(name) for name in field.show_if.fields() if name not in self.fields}
            holds = field.show_if.foreseen(elsewhere)
            if holds is False:
                return
            if holds is None:
                self.conditions[field.key] = field.show_if
                self.context.update(elsewhere)
        self.fields[field.key] = field

    def _problems(self) -> list[Problem]:
        sections = [section for section in self.spec.sections if any(f.key in self.fields for f in section.fields)]
        found = [problem for each in sections for problem in check_section(self.spec, self.given, each).problems]
        return [problem for problem in found if problem.field in self.fields]

    @cached_property
    def errors(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for problem in self.problems:
            found.setdefault(problem.field, []).append(problem.sentence)
        return found

    def is_valid(self) -> bool:
        return not self.problems

    @cached_property
    def rows(self) -> list[Question]:
        by_field: dict[str, dict[str, list[str]]] = {}
        for problem in self.problems:
            by_field.setdefault(problem.field, {}).setdefault(problem.cell, []).append(problem.sentence)
        return [self._question(field, by_field.get(field.key, {})) for field in self.fields.values()]

    def _question(self, field: FormField, errors: Mapping[str, list[str]]) -> Question:
        notes = timing.hints(field, self.given) if field.earliest or field.columns else NO_NOTES
        question = Question(field, self.given.get(field.key), errors, notes=notes, more=self.more.get(field.key, 0))
        condition = self.conditions.get(field.key)
        if condition is not None:
            question.show_if = condition.as_json()
            said = {"condition": spoken.when(self.spec, condition, self.context)}
            question.condition = _("Isi hanya bila %(condition)s.") % said
        if field.type is FieldType.COMPUTED:
            question.value = self._computed.get(field.key, "")
        return question

    @cached_property
    def _computed(self) -> dict[str, Any]:
        return computed.with_computed(self.spec, self.seen)

    @property
    def with_rows(self) -> bool:
        return any(field.type is FieldType.ROWS for field in self.fields.values())

    @property
    def known(self) -> str:
        """For static/js/conditions.js: facts and answers from elsewhere, each a list of texts. Personal numbers are no
        texts: only that they are there."""
        return json.dumps({name: _as_texts(value) for name, value in sorted(self.context.items())}, ensure_ascii=False)


def section_form(
    spec: PermitTypeSpec,
    section_key: str,
    given: Mapping[str, Any],
    *,
    check: bool = False,
    only: Collection[str] | None = None,
    more: Mapping[str, int] | None = None,
) -> SectionForm:
    """`given`: queries.draft_of(). `check`: say all that is missing or wrong. `only`: the fields that may be mended.
    `more`: empty rows to show at least, by field (`more_rows`)."""
    section: Section = spec.section(section_key)
    fields = [field for field in section.fields if only is None or field.key in only]
    return SectionForm(spec, given, fields, check=check, more=more)


def form_of(
    spec: PermitTypeSpec,
    keys: Collection[str],
    given: Mapping[str, Any],
    *,
    check: bool = False,
    more: Mapping[str, int] | None = None,
) -> SectionForm:
    """Some fields of any sections, in the order of the type."""
    fields = [field for field in spec.all_fields() if field.key in keys]
    return SectionForm(spec, given, fields, check=check, more=more)


def read_post(fields: Iterable[FormField], post: QueryDict) -> dict[str, Any]:
    """What was typed: str, list[str] of several choices, list[dict] of rows. A field that was not in the form is not
    in the result; the hidden input of a list or of rows says that it was."""
    found: dict[str, Any] = {}
    tapped = _TAP.fullmatch(post.get(ROW_BUTTON, ""))
    for field in fields:
        if field.key not in post or field.type is FieldType.COMPUTED:
            continue
        if field.type is FieldType.ROWS:
            dropped = tapped[2].removesuffix("-hapus") if tapped and tapped[1] == field.key else ""
            found[field.key] = _read_rows(field, post, dropped)
        elif field.type is FieldType.CHOICES:
            found[field.key] = [value for value in post.getlist(field.key) if value]
        else:
            found[field.key] = post.get(field.key, "")
    return found


def more_rows(post: QueryDict) -> dict[str, int]:
    """After a tap on "Tambah baris": more empty rows of that field. For `section_form(more=...)`."""
    tapped = _TAP.fullmatch(post.get(ROW_BUTTON, ""))
    return {tapped[1]: 2 * SPARE_ROWS} if tapped and tapped[2] == "tambah" else {}


def _read_rows(field: FormField, post: QueryDict, dropped: str) -> list[dict[str, str]]:
    columns = {column.key for column in field.columns}
    rows: dict[int, dict[str, str]] = {}
    for name in post:
        cell = _CELL.fullmatch(name)
        if cell and cell[1] == field.key and cell[3] in columns and cell[2] != dropped:
            rows.setdefault(int(cell[2]), {})[cell[3]] = post.get(name, "")
    return [rows[index] for index in sorted(rows)]


def _as_texts(value: Any) -> list[str]:
    if value in rules.NOTHING:
        return []
    if isinstance(value, list):
        return [each for each in value if isinstance(each, str)]
    return [TYPED_ANYHOW] if isinstance(value, Mapping) else [str(value)]
