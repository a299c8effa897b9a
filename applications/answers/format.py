"""How a stored answer reads on pages and letters, in the active language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from applications.answers import rules
from applications.answers.visibility import shown_answers, shown_fields
from applications.catalogue.schema import NO, YES, FieldType, FormField, PermitTypeSpec, Section
from perizinan.accounts import identity
from perizinan.vault import mask
from perizinan.web import texts


@dataclass(frozen=True)
class SummarySection:
    section: Section
    rows: tuple[tuple[str, str], ...]  # question, answer; an empty answer is empty
    change: str = ""  # where the applicant changes them; a page sets it with dataclasses.replace

    @property
    def key(self) -> str:
        return self.section.key

    @property
    def title(self) -> str:
        return str(self.section.title)


def display(field: FormField, value: Any, *, mask_numbers: bool = True) -> str:
    """Words that could not be read are shown as they were typed. Numbers of persons are masked unless asked for."""
    if value in (None, ""):
        return ""
    if field.type is FieldType.NIK:
        return _nik(value, mask_numbers=mask_numbers)
    if rules.problem(field, value):
        return str(value)
    shown: Callable[[FormField, Any], str] = _DISPLAYS.get(field.type, _plain)
    return shown(field, value)


def in_field(field: FormField, value: Any) -> str:
    """What stands in the input again: dates as words, numbers in groups, nothing masked."""
    if value in (None, ""):
        return ""
    if field.type in {FieldType.CHOICE, FieldType.YES_NO}:
        return str(value)
    return display(field, value, mask_numbers=False).replace(texts.NBSP, " ")


def summary_rows(
    spec: PermitTypeSpec, given: Mapping[str, Any], *, mask_numbers: bool = True
) -> tuple[SummarySection, ...]:
    """All shown questions with their answers, by section."""
    answers, shown = shown_answers(spec, given), shown_fields(spec, given)
    return tuple(
        SummarySection(
            section,
            tuple(
                (str(field.label), display(field, answers.get(field.key), mask_numbers=mask_numbers))
                for field in section.fields
                if field.key in shown
            ),
        )
        for section in spec.sections
        if any(field.key in shown for field in section.fields)
    )


def _nik(value: Any, *, mask_numbers: bool) -> str:
    if mask_numbers:
        return mask(value.get("last4", "")) if isinstance(value, Mapping) else mask("")
    return texts.berkelompok(rules.typed_again(_NIK, value))


def _plain(_field: FormField, value: Any) -> str:
    return str(value)


def _number(_field: FormField, value: Any) -> str:
    return texts.bilangan(int(value))


def _date(_field: FormField, value: Any) -> str:
    day = rules.as_date(value)
    return texts.tanggal(day) if day else str(value)


def _choice(field: FormField, value: Any) -> str:
    return next((str(option.label) for option in field.options if option.value == value), str(value))


def _yes_no(_field: FormField, value: Any) -> str:
    return {YES: _("Ya"), NO: _("Tidak")}.get(value, str(value))


def _phone(_field: FormField, value: Any) -> str:
    return texts.berkelompok(identity.local_phone(str(value)))


_NIK = FormField(key="nik", type=FieldType.NIK, label="NIK")  # type: ignore[arg-type]  # pydantic reads the plain text
_DISPLAYS: dict[FieldType, Callable[[FormField, Any], str]] = {
    FieldType.NUMBER: _number,
    FieldType.DATE: _date,
    FieldType.CHOICE: _choice,
    FieldType.YES_NO: _yes_no,
    FieldType.PHONE: _phone,
}
