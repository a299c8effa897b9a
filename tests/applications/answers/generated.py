"""Permit types nobody thought of: every field type, conditions that look up the form, their parts at random."""

from typing import Any

from hypothesis import strategies as st

from applications.catalogue.schema import PermitTypeSpec
from tests.applications.catalogue import made

OPTIONS = [{"value": value, "label": f"Pilihan {value}"} for value in ("satu", "dua", "tiga")]
CHOSEN = {"choice": OPTIONS, "choices": OPTIONS, "yes_no": [{"value": "ya"}, {"value": "tidak"}]}
PLAIN = ["text", "long_text", "number", "money", "date", "choice", "choices", "yes_no", "nik", "nib", "npwp", "phone"]
PLAIN += ["email", "village", "point"]
NO_CONDITION_ON = {"rows", "computed", "point"}
FACTS = {"@capacity": ["self", "business", "power"], "@kind": ["new", "renewal"], "@holder": ["person", "business"]}
_BOUNDS = st.sampled_from([0, 1, 2.5, 8, 100])


@st.composite
def parts_of(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    parts: dict[str, Any] = {"type": kind, "required": draw(st.booleans())}
    if kind in ("choice", "choices"):
        parts["options"] = OPTIONS
    if kind in ("text", "long_text"):
        parts["max_length"] = draw(st.sampled_from([7, 60, 300]))
    if kind == "text" and draw(st.booleans()):
        parts["pattern"] = {"regex": "[A-Z]{2}-[0-9]{3}", "example": "AB-123"}
        parts["max_length"] = 60
    if kind == "number":
        parts |= {"decimals": draw(st.sampled_from([0, 1, 2])), "unit": draw(st.sampled_from(["", "m"]))}
    if kind in ("number", "money"):
        parts |= {"minimum": draw(st.sampled_from([None, 0, 3])), "maximum": draw(st.sampled_from([None, 3, 5000]))}
    if kind == "date":
        limits = [{}, {"earliest": "today"}, {"earliest": "processing"}, {"latest": "today"}]
        parts |= draw(st.sampled_from(limits))
    return parts


@st.composite
def conditions(draw: st.DrawFn, above: dict[str, str], depth: int = 0) -> dict[str, Any]:
    if depth < 2 and draw(st.integers(0, 2)) == 0:
        group = draw(st.sampled_from(["all", "any", "not"]))
        if group == "not":
            return {"not": draw(conditions(above, depth + 1))}
        return {group: draw(st.lists(conditions(above, depth + 1), min_size=1, max_size=3))}
    name = draw(st.sampled_from([*FACTS, *list(above) * 3]))
    kind = above.get(name, "")
    values = FACTS.get(name) or [option["value"] for option in CHOSEN.get(kind, [])]
    tests: list[Any] = [st.booleans().map(lambda filled: {"filled": filled})] if kind else []
    if values:
        tests.append(st.sampled_from(values).map(lambda value: {"is": value}))
        tests.append(st.lists(st.sampled_from(values), min_size=1, unique=True).map(lambda some: {"in": some}))
    if kind in ("number", "money"):
        tests.append(_BOUNDS.map(lambda bound: {"at_least": bound}))
        tests.append(_BOUNDS.map(lambda bound: {"below": bound}))
    return {"field": name, **draw(st.one_of(tests))}


@st.composite
def specs(draw: st.DrawFn, least: int = 3, most: int = 9) -> PermitTypeSpec:
    """Two sections, so that conditions also look at another page."""
    above: dict[str, str] = {}
    fields = []
    for number in range(draw(st.integers(least, most))):
        kind = draw(st.sampled_from([*PLAIN, "rows", "computed"]))
        key = f"f{number}"
        field: dict[str, Any] = {"key": key, "label": f"Isian {number}", **draw(parts_of(kind))}
        if kind == "rows":
            field["columns"] = draw(columns())
        if kind == "computed":
            field |= {"formula": f"{1 + number} * 2"}
        if draw(st.integers(0, 3)) and above:
            field["show_if"] = draw(conditions(above))
        fields.append(field)
        if kind not in NO_CONDITION_ON:
            above[key] = kind
    first = {"key": "nama", "type": "text", "label": "Nama"}
    cut = draw(st.sampled_from([0, 0, 1, len(fields) // 2]))
    sections = [{"key": "awal", "title": "Awal", "fields": [first, *fields[:cut]]}]
    sections.append({"key": "akhir", "title": "Akhir", "fields": fields[cut:]})
    return made.spec(sections=sections, kinds=["new", "renewal"])


@st.composite
def columns(draw: st.DrawFn) -> list[dict[str, Any]]:
    kinds = draw(
        st.lists(
            st.sampled_from(["text", "number", "money", "date", "choice", "yes_no", "nik"]), min_size=1, max_size=3
        )
    )
    return [{"key": f"k{n}", "label": f"Kolom {n}", **draw(parts_of(kind))} for n, kind in enumerate(kinds)]
