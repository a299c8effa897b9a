"""Any valid type renders a form whose valid answers pass; where one rule is broken the form says so."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications.answers import actions, rules, timing, villages
from applications.answers.completeness import check
from applications.answers.forms import section_form
from applications.answers.samples import sample_answers
from applications.answers.visibility import shown_fields
from applications.catalogue.schema import FieldType, FormField, PermitTypeSpec
from tests.applications.answers.conftest import NOW
from tests.applications.answers.drawn import drawn
from tests.applications.answers.generated import FACTS, specs

TODAY = NOW.date()
DAYS = {timing.TODAY: "2026-11-24", timing.EARLIEST: "2026-12-01"}
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
CASES = st.fixed_dictionaries({key: st.sampled_from(values) for key, values in FACTS.items()})


@pytest.fixture(autouse=True, scope="module")
def _places() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(villages, "names", lambda: {"35.16.13.2001": ("desa", "Contoh", "Sooko")})
        yield


def _given(spec: PermitTypeSpec, case: dict[str, str], seed: int) -> dict[str, Any]:
    kind, capacity, holder = case["@kind"], case["@capacity"], case["@holder"]
    answers = sample_answers(spec, kind=kind, capacity=capacity, holder=holder, today=TODAY, seed=seed)
    return {**answers, **case, **DAYS}


@FEW
@given(specs(), CASES, st.integers(0, 3))
def test_valid_answers_pass_and_are_drawn(spec: PermitTypeSpec, case: dict[str, str], seed: int) -> None:
    answers = _given(spec, case, seed)
    for section in spec.sections:
        form = section_form(spec, section.key, answers, check=True)
        assert form.problems == []
        page = drawn(form)
        for field in form.fields.values():
            assert f'id="id_{field.key}"' in page
        assert 'role="alert"' not in page
    assert all(state.status == "done" for state in check(spec, answers))


@FEW
@given(specs(), CASES, st.data())
def test_each_broken_rule_gives_a_sentence_beside_its_field(
    spec: PermitTypeSpec, case: dict[str, str], data: st.DataObject
) -> None:
    answers = _given(spec, case, 0)
    shown = shown_fields(spec, answers)
    fields = [f for f in spec.all_fields() if f.key in shown and (f.required or _BROKEN.get(f.type))]
    field = data.draw(st.sampled_from([f for f in fields if f.type is not FieldType.COMPUTED]))
    for typed in broken(field):
        stored = rules.stored(field, typed)
        wrong = {key: value for key, value in answers.items() if key != field.key}
        wrong |= {field.key: stored} if stored is not None else {}
        form = section_form(spec, spec.section_of(field.key).key, wrong, check=True)
        assert form.errors.get(field.key), (field, typed)
        sentence = form.errors[field.key][0]
        assert sentence.replace("\u00a0", " ") in drawn(form)
        assert sentence in {problem.sentence for state in check(spec, wrong) for problem in state.problems}


def broken(field: FormField) -> list[Any]:
    """What may not be typed, one for each rule of the field."""
    found: list[Any] = [""] if field.required else []
    found += _BROKEN.get(field.type, [])
    if field.type in (FieldType.TEXT, FieldType.LONG_TEXT):
        found.append("x" * (field.max_length + 1))
        found += ["ab-123"] if field.pattern else []
    if field.type in (FieldType.NUMBER, FieldType.MONEY):
        found += [str(int(field.maximum) + 1)] if field.maximum is not None else []
        found += [str(int(field.minimum) - 1)] if field.minimum else []
    if field.type is FieldType.NUMBER:
        found.append(f"1,{'1' * (field.decimals + 1)}")
    if field.type is FieldType.DATE:
        found += ["23-11-2026"] if field.earliest == "today" else ["30-11-2026"] if field.earliest else []
        found += ["25-11-2026"] if field.latest else []
    if field.type is FieldType.ROWS:
        column = field.columns[0]
        others = {other.key: "" for other in field.columns[1:]}
        found += [[{column.key: typed, **others}] for typed in broken(column) if typed]
        found.append([{column.key: "x"}] * (field.most_rows + 1))
    return found


_BROKEN: dict[FieldType, list[Any]] = {
    FieldType.NUMBER: ["dua", "-1"],
    FieldType.MONEY: ["1,5", "banyak"],
    FieldType.DATE: ["besok", "31-2-2026"],
    FieldType.CHOICE: ["empat"],
    FieldType.CHOICES: [["empat"]],
    FieldType.YES_NO: ["mungkin"],
    FieldType.NIK: ["123", "3516139905990007"],
    FieldType.NIB: ["123"],
    FieldType.NPWP: ["123"],
    FieldType.PHONE: ["12"],
    FieldType.EMAIL: ["ayu@"],
    FieldType.VILLAGE: ["35.76.01.1001"],
    FieldType.POINT: ["di sana", "52.5, 13.4"],
}


@FEW
@given(specs(), CASES, st.integers(0, 2))
def test_what_a_form_shows_comes_back_as_it_was(spec: PermitTypeSpec, case: dict[str, str], seed: int) -> None:
    """Opening a section and saving it unchanged changes nothing."""
    answers = _given(spec, case, seed)
    for section in spec.sections:
        for question in section_form(spec, section.key, answers).rows:
            data, before = dict(answers), answers.get(question.key)
            if question.part == "picks":
                typed: Any = [pick.value for pick in question.picks if pick.chosen]
                typed = typed if question.several else "".join(typed)
            elif question.part == "rows":
                typed = [{cell.key: cell.value for cell in row.cells} for row in question.rows]
            else:
                typed = question.value
            assert not actions._put(data, question.field, typed), (question.field, before, typed)
