"""A form of 150 fields, 30 of them conditional, drawn and checked, beside a bare Django form of the same fields."""

import gc
import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.template.loader import render_to_string

from applications.answers import rules
from applications.answers.forms import section_form
from applications.catalogue import yamlfile
from applications.catalogue.conditions import Condition
from applications.catalogue.schema import FieldType, FormField, Option, PermitTypeSpec, Section, Text

FIELDS, CONDITIONS, ROUNDS, WARMUP = 150, 30, 40, 5
OPTIONS = ("satu", "dua", "tiga", "empat")
# How often each kind comes back: two thirds of a real form are words.
PATTERN = ("text", "text", "yes_no", "long_text", "number", "text", "choice", "text", "date", "money")
TYPED = {"text": "Contoh", "long_text": "Contoh", "number": "12", "money": "150.000", "choice": "dua", "yes_no": "ya"}


def ratio() -> str:
    """One line for the table: ours over Django's, of the fastest tenth and of the median."""
    spec, typed = _spec(), {}
    for field in spec.all_fields():
        typed[field.key] = TYPED.get(field.type, date(2026, 12, 1).isoformat())
    ours, bare = _times(lambda: _ours(spec, typed), lambda: _bare(spec, typed))
    fast, median = ours[len(ours) // 10] / bare[len(bare) // 10], statistics.median(ours) / statistics.median(bare)
    return (
        f"form of {FIELDS} fields and {CONDITIONS} conditions, checked and drawn: {statistics.median(ours):.1f} ms, "
        f"{median:.2f} x a bare Django form ({statistics.median(bare):.1f} ms); fastest tenth {fast:.2f} x"
    )


def _times(*works: Callable[[], str]) -> list[list[float]]:
    taken: list[list[float]] = [[] for _ in works]
    for turn in range(WARMUP + ROUNDS):
        gc.collect()
        for spent, work in zip(taken, works, strict=True):
            begin = time.perf_counter()
            drawn = work()
            if turn >= WARMUP:
                spent.append((time.perf_counter() - begin) * 1000)
            assert drawn.count("<label") >= FIELDS, "a field is missing"
    return [sorted(spent) for spent in taken]


def _ours(spec: PermitTypeSpec, typed: dict[str, Any]) -> str:
    stored = {field.key: rules.stored(field, typed[field.key]) for field in spec.all_fields()}
    form = section_form(spec, "bench", stored, check=True)
    assert form.is_valid(), form.errors
    return render_to_string("answers/section_fields.html", {"form": form})


def _bare(spec: PermitTypeSpec, typed: dict[str, Any]) -> str:
    form = _form(spec)(data=typed)
    assert form.is_valid(), form.errors
    return str(form.as_div())


def _form(spec: PermitTypeSpec) -> type[forms.Form]:
    """Once, as a class in a module would be."""
    if spec.slug not in _classes:
        fields = {field.key: _django(field) for field in spec.all_fields()}
        _classes[spec.slug] = type("Bare", (forms.Form,), fields)
    return _classes[spec.slug]


_classes: dict[str, type[forms.Form]] = {}


def _django(field: FormField) -> forms.Field:
    said: dict[str, Any] = {"label": field.label.id, "help_text": field.help.id}
    if field.type is FieldType.DATE:
        return forms.DateField(**said)
    if field.type in {FieldType.CHOICE, FieldType.YES_NO}:
        values = OPTIONS if field.type is FieldType.CHOICE else ("ya", "tidak")
        return forms.ChoiceField(widget=forms.RadioSelect, choices=[(v, v) for v in values], **said)
    widget = forms.Textarea if field.type is FieldType.LONG_TEXT else forms.TextInput
    return forms.CharField(max_length=300, widget=widget, **said)


def _spec() -> PermitTypeSpec:
    """A shipped type with another form; the rest of it plays no part here, so nothing checks that it fits."""
    skp = next(spec for path in yamlfile.shipped() if (spec := yamlfile.read(path)).slug == "penelitian")
    section = Section(key="bench", title=Text(id="Bench"), fields=tuple(_field(n) for n in range(FIELDS)))
    return skp.model_copy(update={"slug": "bench", "sections": (section,)})


def _field(n: int) -> FormField:
    kind = FieldType(PATTERN[n % len(PATTERN)])
    asked = n % (FIELDS // CONDITIONS) == FIELDS // CONDITIONS - 1  # looks at the yes or no of its ten
    return FormField(
        key=f"f{n}",
        type=kind,
        label=Text(id=f"Isian nomor {n}"),
        help=Text(id="Contoh bantuan untuk isian ini."),
        options=tuple(Option(value=v, label=Text(id=v)) for v in OPTIONS) if kind is FieldType.CHOICE else (),
        show_if=Condition.model_validate({"field": f"f{n // 10 * 10 + 2}", "is": "ya"}) if asked else None,
    )
