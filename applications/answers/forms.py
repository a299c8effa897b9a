"""A section of a type as a Django form. It draws what is stored and repeats what completeness says about it.

Saving reads the same rules (`actions.save_section`), so the form itself cleans nothing and loses nothing."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from applications.answers import completeness
from applications.answers.format import in_field
from applications.answers.visibility import in_words, shown_answers
from applications.catalogue.schema import NO, YES, FieldType, FormField, PermitTypeSpec, Section

MOST_RADIOS = 10  # with more options a list takes less room
ONE_LINE = 200  # letters; a title of 300 would scroll inside its line


class AnswerField(forms.CharField):
    """`required` only says whether "(boleh kosong)" stands beside the label."""

    def clean(self, value: Any) -> Any:
        return value


class Row(NamedTuple):
    bound: BoundField
    show_if: str  # JSON for the browser, or empty
    condition: str  # the same in words, for people without JavaScript


class SectionForm(forms.Form):
    use_required_attribute = False

    def __init__(
        self, spec: PermitTypeSpec, section: Section, given: Mapping[str, Any], *, fields: list[FormField], check: bool
    ) -> None:
        values = {field.key: in_field(field, given.get(field.key)) for field in fields}
        super().__init__(data=values if check else None, initial=values)
        self.spec, self.section, self.given, self.asked = spec, section, given, fields
        for field in fields:
            self.fields[field.key] = _form_field(field)

    def clean(self) -> dict[str, Any]:
        for problem in self.problems:
            self.add_error(problem.field, problem.sentence)
        return self.cleaned_data

    @property
    def problems(self) -> list[completeness.Problem]:
        states = completeness.check(self.spec, self.given)
        found = next(state.problems for state in states if state.key == self.section.key)
        return [problem for problem in found if problem.field in self.fields]

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                self[field.key],
                field.show_if.as_json() if field.show_if else "",
                in_words(self.spec, field.show_if) if field.show_if else "",
            )
            for field in self.asked
        ]

    @property
    def context_values(self) -> list[tuple[str, str]]:
        """What conditions of this section ask beyond its own fields; hidden inputs, so that the browser knows too."""
        asked = {name for field in self.asked if field.show_if for name in field.show_if.fields()}
        seen = shown_answers(self.spec, self.given)
        return [(name, seen[name]) for name in sorted(asked - set(self.fields)) if isinstance(seen.get(name), str)]


def section_form(
    spec: PermitTypeSpec,
    section_key: str,
    given: Mapping[str, Any],
    *,
    check: bool = False,
    only: frozenset[str] | None = None,
) -> SectionForm:
    """`given`: queries.draft_of(). `check`: say all that is missing or wrong. `only`: the fields that may be mended."""
    section = spec.section(section_key)
    fields = [field for field in section.fields if _can_show(field, section, spec, given)]
    if only is not None:
        fields = [field for field in fields if field.key in only]
    return SectionForm(spec, section, given, fields=fields, check=check)


def _can_show(field: FormField, section: Section, spec: PermitTypeSpec, given: Mapping[str, Any]) -> bool:
    """A condition that no answer on this page can change is settled here, not in the browser."""
    if field.show_if is None:
        return True
    here = {other.key for other in section.fields}
    return any(name in here for name in field.show_if.fields()) or field.show_if.holds(shown_answers(spec, given))


def _form_field(field: FormField) -> AnswerField:
    return AnswerField(
        label=str(field.label), help_text=str(field.help), required=field.required, strip=False, widget=_widget(field)
    )


def _widget(field: FormField) -> forms.Widget:
    if field.type in {FieldType.CHOICE, FieldType.YES_NO}:
        choices = [(option.value, str(option.label)) for option in field.options] or [(YES, _("Ya")), (NO, _("Tidak"))]
        if len(choices) > MOST_RADIOS:
            return forms.Select(choices=[("", _("Pilih")), *choices])
        return forms.RadioSelect(choices=choices)
    if field.type is FieldType.LONG_TEXT or (field.type is FieldType.TEXT and field.max_length > ONE_LINE):
        return forms.Textarea(attrs={"rows": 4 if field.max_length > 300 else 2})
    attrs = _ATTRS.get(field.type, {})
    return forms.EmailInput(attrs=attrs) if field.type is FieldType.EMAIL else forms.TextInput(attrs=attrs)


_ATTRS: dict[FieldType, dict[str, Any]] = {
    FieldType.NIK: {"class": "w16 number", "inputmode": "numeric", "autocomplete": "off", "data-group": "4"},
    FieldType.PHONE: {"class": "w16 number", "inputmode": "tel", "autocomplete": "tel", "data-group": "4"},
    FieldType.NUMBER: {"class": "w4", "inputmode": "numeric"},
    FieldType.DATE: {"class": "w16", "autocomplete": "off"},
    FieldType.EMAIL: {"inputmode": "email", "autocomplete": "email"},
}
