from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from applications.answers.carrying import carry
from applications.answers.format import display
from applications.catalogue.schema import FieldType, PermitTypeSpec
from perizinan.vault import mask, seal
from tests.applications.catalogue import made

NAME = {"key": "nama", "type": "text", "label": "Nama"}
COLOURS = ["merah", "biru", "hijau"]


def form(*fields: dict[str, Any], stage: str = "", **more: Any) -> PermitTypeSpec:
    sections = [{"key": "isi", "title": "Isi", "fields": [NAME, *fields]}]
    if stage:
        sections = [{"key": "isi", "title": "Isi", "fields": [NAME]}]
        sections.append({"key": "petugas", "title": "Petugas", "stage": stage, "fields": list(fields)})
    return made.spec(sections=sections, **more)


def field(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "label": {"id": f"Label {key}", "en": f"Words {key}"}, "required": False, **more}


def choice(key: str, *values: str, kind: str = "choice") -> dict[str, Any]:
    return field(key, kind, options=[{"value": value, "label": value.title()} for value in values])


def rows(*columns: dict[str, Any]) -> dict[str, Any]:
    return field("orang", "rows", columns=[{**column, "required": False} for column in columns])


def carried(before: dict[str, Any], after: dict[str, Any] | None, value: Any) -> tuple[Any, list[tuple[str, str]]]:
    """What became of one answer: kept, and [(key, words)] left over."""
    found = carry(form(before), form(*([after] if after else [])), {before["key"]: value})
    return found.data.get(before["key"]), [(left.key, left.shown) for left in found.left]


@pytest.mark.parametrize(
    ("before", "after", "value", "kept", "left"),
    [
        (field("a", "text"), field("a", "text"), "Ayu", "Ayu", []),
        (field("a", "text"), field("a", "long_text"), "Ayu", "Ayu", []),
        (field("a", "long_text"), field("a", "text"), "satu\ndua", "satu dua", []),
        (field("a", "number"), field("a", "money"), 1250, 1250, []),
        (field("a", "number", unit="m"), field("a", "number", unit="m", decimals=1), 3, 3, []),
        (field("a", "number", unit="m"), field("a", "number", unit="cm"), 3, None, [("a", "3\u00a0m")]),
        (field("a", "date"), field("a", "date"), "kapan-kapan", "kapan-kapan", []),
        (field("a", "date"), field("a", "text"), "2026-12-01", None, [("a", "1\u00a0Desember\u00a02026")]),
        (field("a", "text"), None, "Ayu", None, [("a", "Ayu")]),
        (choice("a", *COLOURS), choice("a", "merah", "ungu"), "merah", "merah", []),
        (choice("a", *COLOURS), choice("a", "biru", "ungu"), "merah", None, [("a", "Merah")]),
        (choice("a", *COLOURS), choice("a", "merah", "ungu", kind="choices"), "merah", ["merah"], []),
        (field("a", "yes_no"), choice("a", "merah", kind="choices"), "ya", None, [("a", "Ya")]),
        (choice("a", *COLOURS, kind="choices"), choice("a", *COLOURS), ["biru"], "biru", []),
        (
            choice("a", *COLOURS, kind="choices"),
            choice("a", *COLOURS),
            ["biru", "hijau"],
            None,
            [("a", "Biru, Hijau")],
        ),
        (
            choice("a", *COLOURS, kind="choices"),
            choice("a", "biru", "ungu", kind="choices"),
            ["biru", "hijau"],
            ["biru"],
            [("a", "Hijau")],
        ),
        (field("a", "yes_no"), choice("a", "ya", "tidak", "ragu"), "ya", "ya", []),
        (choice("a", "ya", "ragu"), field("a", "yes_no"), "ragu", None, [("a", "Ragu")]),
    ],
)
def test_an_answer_is_kept_where_the_new_question_says_the_same(before, after, value, kept, left):
    assert carried(before, after, value) == (kept, left)


@pytest.mark.parametrize("after", [None, field("a", "text"), field("a", "npwp")])
def test_a_sealed_number_is_never_opened(after):
    sealed = seal("3516134505990007")
    assert carried(field("a", "nik"), after, sealed) == (None, [("a", mask("0007"))])
    assert carried(field("a", "nik"), field("a", "nik"), sealed) == (sealed, [])


def test_rows_are_carried_column_by_column():
    old = rows(field("nama", "text"), field("umur", "number"), field("nik", "nik"), choice("warna", *COLOURS))
    new = rows(field("nama", "long_text"), choice("warna", "merah", "ungu"), field("telepon", "phone"))
    value = [
        {"nama": "Budi", "umur": 30, "nik": seal("3516134505990007"), "warna": "merah"},
        {"umur": 31, "warna": "biru"},
        {"nama": "Citra"},
    ]
    kept, left = carried(old, new, value)
    assert kept == [{"nama": "Budi", "warna": "merah"}, {"nama": "Citra"}]
    assert left == [
        ("orang.umur", "1. 30\n2. 31"),
        ("orang.nik", f"1. {mask('0007')}"),
        ("orang.warna", "2. Biru"),
    ]


def test_rows_that_are_asked_no_more_are_left_row_by_row():
    kept, left = carried(
        rows(field("nama", "text"), field("nik", "nik")), None, [{"nama": "Budi", "nik": seal("1" * 16)}]
    )
    assert (kept, left) == (None, [("orang", f"1. Label nama: Budi, Label nik: {mask('1111')}")])


def test_left_over_words_have_their_label_in_both_languages():
    [left] = carry(form(field("a", "text")), form(), {"a": "Ayu"}).left
    assert (left.label, left.label_en) == ("Label a", "Words a")
    [left] = carry(form(rows(field("nik", "text"))), form(rows(field("lain", "text"))), {"orang": [{"nik": "x"}]}).left
    assert (left.label, left.label_en) == ("Label orang: Label nik", "Words orang: Words nik")


def test_an_applicants_answer_does_not_move_into_a_question_for_officers():
    found = carry(form(field("a", "text")), form(field("a", "text"), stage="periksa"), {"a": "Ayu"})
    assert (found.data, [left.shown for left in found.left]) == ({}, ["Ayu"])


def test_facts_and_empty_answers_are_no_answers():
    found = carry(form(field("a", "text")), form(), {"@kind": "new", "a": "", "nama": None})
    assert (found.data, found.left) == ({}, [])


def test_words_under_an_unknown_key_are_left_over_too():
    found = carry(form(), form(), {"entah": ["satu", {"dua": 2}], "nomor": seal("3516134505990007")})
    assert [(left.key, left.shown) for left in found.left] == [("entah", "satu, 2"), ("nomor", mask("0007"))]


# --- nothing is ever lost

WORD = st.text("abc ÀñZ09.,-/", min_size=1, max_size=12).map(str.strip).filter(bool)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": WORD,
    "long_text": st.lists(WORD, min_size=1, max_size=3).map("\n".join),
    "number": st.one_of(st.integers(0, 10**6), WORD),
    "money": st.one_of(st.integers(0, 10**9), WORD),
    "date": st.one_of(st.dates().map(str), WORD),
    "choice": st.sampled_from([*COLOURS, "ya", "tidak", "kata sendiri"]),
    "choices": st.lists(st.sampled_from([*COLOURS, "ya"]), min_size=1, max_size=3, unique=True),
    "yes_no": st.sampled_from(["ya", "tidak", "mungkin"]),
    "nik": st.builds(lambda n: seal(f"{n:016d}"), st.integers(1, 10**15)),
    "email": WORD,
}
PLAIN = sorted(VALUES.keys() - {"choices"})


@st.composite
def questions(draw: st.DrawFn, key: str, kinds: list[str]) -> dict[str, Any]:
    kind = draw(st.sampled_from(kinds))
    if kind in ("choice", "choices"):
        return choice(key, *draw(st.lists(st.sampled_from([*COLOURS, "ya"]), min_size=1, unique=True)), kind=kind)
    if kind == "rows":
        keys = draw(st.lists(st.sampled_from("pqr"), min_size=1, unique=True))
        return field(key, "rows", columns=[draw(questions(one, PLAIN)) | {"required": False} for one in keys])
    return field(key, kind)


@st.composite
def forms(draw: st.DrawFn) -> list[dict[str, Any]]:
    keys = draw(st.lists(st.sampled_from("abcd"), unique=True))
    return [draw(questions(key, [*VALUES, "rows"])) for key in keys]


@st.composite
def answered(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Any]]:
    old, new = draw(forms()), draw(forms())
    data = {each["key"]: draw(_value(each)) for each in old if draw(st.booleans())}
    return old, new, data


def _value(question: dict[str, Any]) -> st.SearchStrategy[Any]:
    if question["type"] != "rows":
        return VALUES[question["type"]]
    row = st.fixed_dictionaries({}, optional={c["key"]: VALUES[c["type"]] for c in question["columns"]})
    return st.lists(row, min_size=1, max_size=3)


@settings(max_examples=150, deadline=None)
@given(answered())
def test_every_word_is_carried_or_left(made_up):
    old_fields, new_fields, data = made_up
    old, new = form(*old_fields), form(*new_fields)
    found = carry(old, new, data)
    known = {each.key for each in new.all_fields()}
    assert found.data.keys() <= known
    left = {each.key: each.shown for each in found.left}
    for key, value in data.items():
        question = old.field(key)
        if question.type is FieldType.ROWS and isinstance(value, list):
            columns = {column.key: column for column in question.columns}
            kept_rows = found.data.get(key, [])
            for row in value:
                for name, cell in row.items():
                    kept = [each.get(name) for each in kept_rows]
                    shown = left.get(f"{key}.{name}", "") + left.get(key, "")
                    assert_somewhere(columns[name], cell, kept, shown)
        else:
            for one in value if isinstance(value, list) else [value]:
                assert_somewhere(question, one, [found.data.get(key)], left.get(key, ""))


def assert_somewhere(question, atom, kept, shown):
    flat = [one for each in kept for one in (each if isinstance(each, list) else [each])]
    if atom in flat or (isinstance(atom, str) and " ".join(atom.split()) in flat):
        return
    if isinstance(atom, dict):
        assert mask(atom["last4"]) in shown
        return
    single = question.model_copy(update={"type": FieldType.CHOICE}) if question.type is FieldType.CHOICES else question
    assert (display(single, atom) or str(atom)) in shown
