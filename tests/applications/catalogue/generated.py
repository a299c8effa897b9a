"""Permit types nobody wrote: valid by construction, with every part of the definition, and unusual letters in texts."""

from typing import Any

from hypothesis import strategies as st

from applications.catalogue.schema import FieldType, PermitTypeSpec
from tests.applications.catalogue import made

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30)
long_words = st.one_of(
    words,
    st.lists(st.sampled_from(["kata", "{nama}", " ", "\n", ": ", "# ", "- ", "'", '"', "ya", "\u00a0"]), min_size=20)
    .map("".join)
    .map(lambda text: text.replace("{nama}", "(nama)")),
)
plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="{}\0"), min_size=1, max_size=30)
said = st.one_of(words, st.builds(lambda i, e: {"id": i, "en": e}, long_words, words))
numbers = st.one_of(st.integers(0, 10**6), st.floats(0, 10**6, allow_nan=False).map(lambda n: round(n, 2)))
TYPES = [kind for kind in FieldType if kind is not FieldType.COMPUTED]
COLUMNS = [FieldType.TEXT, FieldType.NUMBER, FieldType.DATE, FieldType.NIK, FieldType.VILLAGE]


@st.composite
def options(draw: st.DrawFn) -> list[dict[str, Any]]:
    keys = draw(st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True), min_size=1, max_size=4, unique=True))
    return [{"value": key, "label": draw(said)} for key in keys]


@st.composite
def conditions(draw: st.DrawFn, fields: list[dict[str, Any]], depth: int = 0) -> dict[str, Any]:
    if depth < 2 and draw(st.booleans()):
        parts = st.lists(conditions(fields, depth + 1), min_size=1, max_size=3)
        return draw(
            st.one_of(
                parts.map(lambda p: {"all": p}), parts.map(lambda p: {"any": p}), parts.map(lambda p: {"not": p[0]})
            )
        )
    field = draw(st.sampled_from([*fields, {"key": "@kind", "type": "kind"}]))
    if field["type"] == "kind":
        return {"field": "@kind", "in": draw(st.lists(st.sampled_from(["new", "renewal"]), min_size=1, unique=True))}
    tests: list[st.SearchStrategy[dict[str, Any]]] = [st.booleans().map(lambda yes: {"filled": yes})]
    if field["type"] in ("number", "money"):
        tests += [numbers.map(lambda n: {"at_least": n}), numbers.map(lambda n: {"below": n})]
    if values := [option["value"] for option in field.get("options", ())]:
        tests += [st.sampled_from(values).map(lambda value: {"is": value}), st.just({"in": values})]
    if field["type"] == "yes_no":
        tests.append(st.sampled_from(["ya", "tidak"]).map(lambda value: {"is": value}))
    return {"field": field["key"]} | draw(st.one_of(tests))


@st.composite
def fields(draw: st.DrawFn, key: str, above: list[dict[str, Any]]) -> dict[str, Any]:
    kind = draw(st.sampled_from(TYPES))
    field: dict[str, Any] = {"key": key, "type": kind.value, "label": draw(said), "required": draw(st.booleans())}
    if draw(st.booleans()):
        field["help"] = draw(said)
    if kind in (FieldType.CHOICE, FieldType.CHOICES):
        field["options"] = draw(options())
    if kind is FieldType.ROWS:
        field["columns"] = [
            {"key": f"k{n}", "type": draw(st.sampled_from(COLUMNS)).value, "label": draw(said)}
            for n in range(draw(st.integers(1, 3)))
        ]
        field["most_rows"] = draw(st.integers(1, 50))
    if kind is FieldType.NUMBER:
        field |= {"minimum": draw(numbers), "decimals": draw(st.integers(0, 3)), "unit": draw(said)}
    if kind is FieldType.DATE:
        field["earliest"] = draw(st.sampled_from(["", "today", "processing"]))
    asked = [other for other in above if other["type"] not in ("rows", "computed", "point")]
    if draw(st.booleans()):
        field["show_if"] = draw(conditions(asked))
    return field


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    content = made.content(name=draw(said), audience=draw(said), synonyms=draw(st.lists(words, max_size=3)))
    above = list(content["sections"][0]["fields"])
    for s in range(draw(st.integers(0, 2))):
        section: dict[str, Any] = {"key": f"s{s}", "title": draw(said), "fields": []}
        for f in range(draw(st.integers(1, 3))):
            field = draw(fields(f"f{s}_{f}", above))
            section["fields"].append(field)
            above.append(field)
        content["sections"].append(section)
    asked = [field for field in above if field["type"] not in ("rows", "computed", "point")]
    content["requirements"] = [
        {
            "key": f"r{n}",
            "name": draw(said),
            "show_if": draw(conditions(asked)),
            "reasons": draw(st.lists(said, max_size=2)),
        }
        for n in range(draw(st.integers(0, 2)))
    ]
    content["letter"] |= {
        "conditions": draw(st.lists(plain, max_size=3)),
        "subject": [[draw(words), draw(plain)] for _ in range(draw(st.integers(0, 2)))],
    }
    content["kinds"] = draw(
        st.sampled_from([["new"], ["new", {"kind": "renewal", "note": "Sekali."}], ["new", "renewal"]])
    )
    content["limits"]["correction_days"] = draw(st.integers(1, 30))
    content["sources"] = draw(
        st.lists(st.one_of(words, words.map(lambda w: {"text": w, "confidence": "M"})), max_size=2)
    )
    content["unverified"] = draw(st.lists(long_words, max_size=2))
    content["bases"][0] |= draw(st.sampled_from([{}, {"in_force_from": "2026-01-01"}, {"number": "5 Tahun 2026"}]))
    if draw(st.booleans()):
        content["closed"] = {"text": draw(said), "successor": "lain"}
    return content


specs = contents().map(PermitTypeSpec.model_validate)
