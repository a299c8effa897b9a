"""Sections, fields, requirements and their conditions."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from applications.catalogue import formulas, patterns
from applications.catalogue.conditions import Condition
from applications.catalogue.fields import NUMERIC, SEALED, FieldType, FormField
from applications.catalogue.kinds import Kind
from applications.catalogue.problems.paper import LETTER_FACTS, places

if TYPE_CHECKING:
    from applications.catalogue.schema import PermitTypeSpec

CAPACITIES = frozenset({"self", "business", "power", "officer"})
HOLDERS = frozenset({"person", "business"})
CASE_FACTS = frozenset({"@capacity", "@kind", "@holder"})
_PREFILLED = {
    "name": {"text"},
    "address": {"text", "long_text"},
    **{same: {same} for same in ("nik", "nib", "npwp", "phone", "email")},
}
_PAGE_NAMES = frozenset({"csrfmiddlewaretoken", "versi", "after", "row", "reply", "reason", "revision", "permohonan"})
_NO_CONDITION_ON = frozenset({FieldType.ROWS, FieldType.COMPUTED, FieldType.POINT})


def double_keys(spec: "PermitTypeSpec") -> Iterator[str]:
    lists = {
        "sections": [s.key for s in spec.sections],
        "fields": [f.key for f in spec.all_fields()],
        "requirements": [r.key for r in spec.requirements],
        "stages": [s.key for s in spec.stages],
        "kinds": [offer.kind.value for offer in spec.kinds],
        "bases": [basis.key for basis in spec.bases],
        "fee: rates": [rate.key for rate in spec.fee.rates],
    }
    lists |= {f"field {f.key}: columns": [c.key for c in f.columns] for f in spec.all_fields() if f.columns}
    lists |= {f"field {f.key}: options": [o.value for o in f.options] for f in spec.all_fields() if f.options}
    for place, keys in lists.items():
        for key, times in Counter(keys).items():
            if times > 1:
                yield f"{place}: the key {key} stands {times} times"
    for key in sorted(LETTER_FACTS & set(lists["fields"])):
        yield f"fields: the key {key} is taken, it names a fact of the case in letters"
    for key in sorted(_PAGE_NAMES & set(lists["fields"])):
        yield f"fields: the key {key} is taken, it names an input or a button of the pages that show the form"


def owners(spec: "PermitTypeSpec") -> Iterator[tuple[str, Condition]]:
    for kind, having in (("field", spec.all_fields()), ("requirement", spec.requirements), ("stage", spec.stages)):
        for each in having:
            if each.show_if is not None:
                yield f"{kind} {each.key}", each.show_if
    if spec.fee.exempt_if is not None:
        yield "fee", spec.fee.exempt_if


def looking_back(spec: "PermitTypeSpec") -> Iterator[str]:
    """A condition may only look at fields above its own, so that nothing depends on itself; and what an applicant
    answers never on what officers fill in later."""
    seen: set[str] = set(CASE_FACTS)
    applicants: set[str] = set(CASE_FACTS)
    for section in spec.sections:
        for field in section.fields:
            for name in field.show_if.fields() if field.show_if else ():
                if name not in seen:
                    yield f"field {field.key}: its condition names {name}, which does not stand above it"
                elif section.stage is None and name not in applicants:
                    yield f"field {field.key}: its condition names {name}, which officers fill in later"
            seen.add(field.key)
            if section.stage is None:
                applicants.add(field.key)
    for place, condition in owners(spec):
        if not place.startswith("field "):
            for name in condition.fields():
                if name not in applicants:
                    yield f"{place}: its condition names the unknown field {name}"


def conditions_fit(spec: "PermitTypeSpec") -> Iterator[str]:
    """A condition may only wait for a value that its field can have."""
    fields = {field.key: field for field in spec.all_fields()}
    facts = {"@capacity": CAPACITIES, "@kind": frozenset(Kind), "@holder": HOLDERS}
    for place, condition in owners(spec):
        for name in condition.fields():
            if name in fields and fields[name].type in _NO_CONDITION_ON:
                yield f"{place}: its condition names {name}, which is {fields[name].type} and can be none"
        for name, value in condition.values():
            known = facts.get(name) or (possible_values(fields[name]) if name in fields else frozenset())
            if known and value not in known:
                yield f"{place}: its condition waits for {name} = {value}, which is none of {', '.join(sorted(known))}"
        for name, _value in condition.values():
            if name in fields and fields[name].type in NUMERIC:
                yield f"{place}: its condition waits for a word in {name}, a number is compared with at_least or below"
        for name in condition.compared():
            if name in fields and fields[name].type not in NUMERIC:
                yield f"{place}: its condition compares {name}, which is no number"


def possible_values(field: FormField) -> frozenset[str]:
    """Empty: anything can be typed."""
    if field.type is FieldType.YES_NO:
        return frozenset({"ya", "tidak"})
    return frozenset(option.value for option in field.options)


def references(spec: "PermitTypeSpec") -> Iterator[str]:
    known = {field.key for field in spec.all_fields()}
    named: list[tuple[str, str | None]] = [("public_fields", key) for key in spec.public_fields]
    named += [("title_field", spec.title_field), ("valid_until_field", spec.valid_until_field)]
    named += [(f"requirement {r.key}: proves", key) for r in spec.requirements for key in r.proves]
    named += [
        (f"{place}: not_before", each.not_before)
        for place, each, beside in _dates_after(spec)
        if each.not_before not in beside
    ]
    for place, key in named:
        if key is not None and key not in known:
            yield f"{place}: no field {key}"
    stages = {stage.key for stage in spec.stages}
    for section in spec.sections:
        if section.stage is not None and section.stage not in stages:
            yield f"section {section.key}: no stage {section.stage}"
    if spec.sections and all(section.stage is not None for section in spec.sections):
        yield "sections: the applicant has nothing to fill in"


def dates(spec: "PermitTypeSpec") -> Iterator[str]:
    types = {field.key: field.type for field in spec.all_fields()}
    named = [("valid_until_field", spec.valid_until_field or "", types)]
    for place, each, beside in _dates_after(spec):
        named += [(f"{place}: not_before", key, types | beside) for key in (each.key, each.not_before or "")]
    for place, key, known in named:
        if known.get(key, FieldType.DATE) is not FieldType.DATE:
            yield f"{place}: {key} is not a date"


def _dates_after(spec: "PermitTypeSpec") -> Iterator[tuple[str, FormField, dict[str, FieldType]]]:
    """(place, a field or column with `not_before`, the columns of its row, which such a column may name first)."""
    for field in spec.all_fields():
        if field.not_before is not None:
            yield f"field {field.key}", field, {}
        beside = {column.key: column.type for column in field.columns}
        yield from ((f"field {field.key}.{c.key}", c, beside) for c in field.columns if c.not_before is not None)


def parts_of_fields(spec: "PermitTypeSpec") -> Iterator[str]:
    for field in spec.all_fields():
        for place, each in ((f"field {field.key}", field), *((f"field {field.key}.{c.key}", c) for c in field.columns)):
            yield from (f"{place}: {sentence}" for sentence in _of_one(each))


def _of_one(field: FormField) -> Iterator[str]:
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        yield "minimum is larger than maximum"
    if field.decimals and field.type is not FieldType.NUMBER and not field.formula:
        yield "decimals belong to a number"
    if (field.earliest or field.latest) and field.type is not FieldType.DATE:
        yield "earliest and latest belong to a date"
    if field.prefill and field.type not in _PREFILLED[field.prefill]:
        yield f"prefill {field.prefill} does not fit the type {field.type}"
    if field.pattern is not None:
        if field.type is not FieldType.TEXT:
            yield "a pattern belongs to a text"
        elif wrong := patterns.problem(field.pattern):
            yield f"pattern: {wrong}"


def computed(spec: "PermitTypeSpec") -> Iterator[str]:
    above: dict[str, FormField] = {}
    for field in spec.all_fields():
        if field.wording:
            for name in places(field.wording):
                if name not in above:
                    yield f"field {field.key}: its wording names {name}, which does not stand above it"
                elif above[name].type in SEALED or above[name].type is FieldType.ROWS:
                    yield f"field {field.key}: its wording names {name}, which cannot stand in a text"
        if field.formula:
            yield from (f"field {field.key}: {sentence}" for sentence in formula_problems(field.formula, above, {}))
        above[field.key] = field


def formula_problems(formula: str, fields: dict[str, FormField], rates: dict[str, object]) -> Iterator[str]:
    try:
        named, dated, listed = formulas.names(formula), formulas.dates(formula), formulas.rows(formula)
    except formulas.NotAFormula as error:
        yield f"formula: {error}"
        return
    for name, column in listed:
        found = fields.get(name)
        if found is None or found.type is not FieldType.ROWS:
            yield f"formula: {name} is no field of rows above it"
        elif column and not any(c.key == column and c.type in NUMERIC for c in found.columns):
            yield f"formula: {name} has no column of numbers {column}"
    for name in sorted(named):
        field = fields.get(name)
        if name in rates and name not in dated:
            continue
        if field is None:
            yield f"formula: names {name}, which is no field above it"
        elif name in dated and field.type is not FieldType.DATE:
            yield f"formula: {name} is not a date"
        elif name not in dated and field.type not in NUMERIC and not field.formula:
            yield f"formula: {name} is not a number"


def requirements(spec: "PermitTypeSpec") -> Iterator[str]:
    for requirement in spec.requirements:
        if not requirement.accept:
            yield f"requirement {requirement.key}: no format fits, name pdf, image, docx or xlsx"


Rule = Callable[["PermitTypeSpec"], Iterator[str]]
RULES: tuple[Rule, ...] = (
    double_keys, looking_back, conditions_fit, references, dates, parts_of_fields, computed, requirements,
)  # fmt: skip
