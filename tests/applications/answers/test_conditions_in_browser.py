"""static/js/conditions.js and applications.answers.visibility agree on what is shown: generated types and answers, each
section drawn as a form of its own, all on one page."""

import os
import re
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as few
from hypothesis import strategies as st
from playwright.sync_api import Page

from applications.answers import rules, villages
from applications.answers.forms import section_form
from applications.answers.visibility import shown_fields
from applications.catalogue.schema import FieldType, FormField, PermitTypeSpec
from tests.applications.answers.generated import CHOSEN, FACTS, specs
from tests.applications.catalogue import made

CASES = 200
NUMBERS = [
    "",
    "0",
    "1",
    "2,4",
    "2.4",
    "2,5",
    "2.5",
    "7,99",
    "8",
    "1.250",
    "1.250,5",
    "0,1",
    "100",
    "dua",
    "1,2,3",
    "12 m",
]
_SHOWN = """() => Object.fromEntries([...document.querySelectorAll("form")].map((form) => [form.id,
  [...form.querySelectorAll("[data-field]")].filter((field) => !field.closest("[hidden]"))
    .map((field) => field.dataset.field)]))"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # chromium refuses its sandbox as root
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    return {**browser_type_launch_args, "executable_path": path, "args": ["--disable-gpu", "--no-first-run", *sandbox]}


@pytest.fixture(autouse=True)
def _places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(villages, "names", lambda: {"35.16.13.2001": ("desa", "Contoh", "Sooko")})


def typed(field: FormField, data: st.DataObject, sample: Any) -> Any:
    """What somebody may have typed: right, wrong or nothing."""
    if field.type in (FieldType.NUMBER, FieldType.MONEY):
        return rules.stored(field, data.draw(st.sampled_from(NUMBERS)))
    if field.type in (FieldType.CHOICE, FieldType.YES_NO):
        return data.draw(st.sampled_from([None, *(option["value"] for option in CHOSEN[field.type])]))
    if field.type is FieldType.CHOICES:
        values = [option["value"] for option in CHOSEN[field.type]]
        return rules.stored(field, data.draw(st.lists(st.sampled_from(values), unique=True)))
    return data.draw(st.sampled_from([None, sample]))


def collected() -> list[tuple[PermitTypeSpec, dict[str, Any]]]:
    found: list[tuple[PermitTypeSpec, dict[str, Any]]] = []

    @few(
        max_examples=CASES // 2,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        specs(10, 14), st.fixed_dictionaries({key: st.sampled_from(values) for key, values in FACTS.items()}), st.data()
    )
    def collect(spec: PermitTypeSpec, facts: dict[str, str], data: st.DataObject) -> None:
        answers = {}
        for field in spec.all_fields():
            one = sample_of(field)
            if (value := typed(field, data, one)) is not None:
                answers[field.key] = value
        found.append((spec, {**answers, **facts}))

    def sample_of(field: FormField) -> Any:
        spec = _ALONE.get(field.type)
        return rules.stored(field, spec) if spec else None

    collect()
    return found


_ALONE = {
    FieldType.TEXT: "AB-123",
    FieldType.LONG_TEXT: "kata",
    FieldType.DATE: "1 Desember 2026",
    FieldType.NIK: "3516134505990007",
    FieldType.NIB: "0220101000012",
    FieldType.NPWP: "1234567890123456",
    FieldType.PHONE: "0812 0000 0007",
    FieldType.EMAIL: "ayu@contoh.invalid",
    FieldType.VILLAGE: "35.16.13.2001",
    FieldType.POINT: "-7.473211, 112.433890",
}


def edges() -> list[tuple[PermitTypeSpec, dict[str, Any]]]:
    """Numbers beside each bound."""
    fields = [{"key": "luas", "type": "number", "label": "Luas", "decimals": 2, "unit": "m"}]
    for number, bound in enumerate([0, 0.1, 2.4, 2.5, 8, 1250.5]):
        for test in ("at_least", "below"):
            condition = {"field": "luas", test: bound}
            fields.append({"key": f"{test}_{number}", "type": "text", "label": "Isi", "show_if": condition})
    first = {"key": "nama", "type": "text", "label": "Nama"}
    spec = made.spec(sections=[{"key": "isi", "title": "Isi", "fields": [first, *fields]}])
    values = [(text, rules.stored(spec.field("luas"), text)) for text in NUMBERS]
    return [(spec, {} if value is None else {"luas": value}) for _text, value in values]


def _form(name: str, spec: PermitTypeSpec, section_key: str, answers: dict[str, Any]) -> str:
    """The fields as the page has them, each with its key where the test can read it."""
    form = section_form(spec, section_key, answers)
    page = render_to_string("answers/section_fields.html", {"form": form})
    for key in form.fields:
        page = re.sub(rf'(<[a-z]+[^>]*?) id="id_{key}"', rf'\1 data-field="{key}" id="id_{key}"', page, count=1)
    return f'<form id="{name}">{page}</form>'


def test_server_and_browser_show_the_same_fields(page: Page) -> None:
    cases = [*collected(), *edges()]
    forms, wanted = [], {}
    for number, (spec, answers) in enumerate(cases):
        shown = shown_fields(spec, answers)
        for section in spec.sections:
            name = f"{section.key}-{number}"
            forms.append(_form(name, spec, section.key, answers))
            wanted[name] = [field.key for field in section.fields if field.key in shown]
    assert len(forms) >= CASES
    assert sum(form.count('data-show-if="') for form in forms) > CASES, "conditions that the browser decides"
    page.set_content("".join(forms))
    page.add_script_tag(type="module", path=settings.BASE_DIR / "static" / "js" / "conditions.js")
    page.wait_for_function("() => [...document.querySelectorAll('[data-condition]')].every((hint) => hint.hidden)")
    seen = page.evaluate(_SHOWN)
    different = {name: (seen[name], wanted[name]) for name in wanted if seen[name] != wanted[name]}
    assert different == {}


RAW = [
    *NUMBERS,
    "500 m",
    "2,55 M",
    "5.5 meters",
    "Rp 12,5",
    "rp.9.000,-",
    "IDR 20",
    "Rp",
    "m",
    "3 lembar",
    "1.000.000,5",
]


def test_what_is_just_being_typed_shows_the_same_fields(page: Page) -> None:
    """Also words that cannot be right: too many decimals, beyond a bound, with a unit."""
    asked: list[dict[str, Any]] = [
        {"key": "nama", "type": "text", "label": "Nama"},
        {"key": "luas", "type": "number", "label": "Luas", "decimals": 1, "maximum": 100,
         "unit": {"id": "m", "en": "meters"}},
        {"key": "uang", "type": "money", "label": "Uang", "maximum": 10_000},
    ]  # fmt: skip
    for field in ("luas", "uang"):
        for bound in (0, 3, 12.5, 5000):
            condition = {"field": field, "at_least": bound}
            key = f"{field}_{str(bound).replace('.', '_')}"
            asked.append({"key": key, "type": "text", "label": "Isi", "show_if": condition})
    spec = made.spec(sections=[{"key": "isi", "title": "Isi", "fields": asked}])
    page.set_content(_form("satu", spec, "isi", {}))
    page.add_script_tag(type="module", path=settings.BASE_DIR / "static" / "js" / "conditions.js")
    page.wait_for_function("() => [...document.querySelectorAll('[data-condition]')].every((hint) => hint.hidden)")
    different = {}
    for text in RAW:
        page.locator("[name=luas]").fill(text)
        page.locator("[name=uang]").fill(text)
        answers = {key: rules.stored(spec.field(key), text) for key in ("luas", "uang")}
        shown = shown_fields(spec, answers)
        wanted = [field.key for field in spec.all_fields() if field.key in shown]
        if (seen := page.evaluate(_SHOWN)["satu"]) != wanted:
            different[text] = (seen, wanted)
    assert different == {}


def test_an_answer_in_the_browser_shows_and_hides_at_once(page: Page) -> None:
    page.set_content(
        """<form><div data-known='{"@kind": ["new"]}' hidden></div>
        <input name="luas" data-unit="m"><input name="uang" data-money><input name="isi" data-unit="sheets|lembar">
        <p data-show-if='{"field": "isi", "at_least": 3}'>tebal</p>
        <input type="hidden" name="hari" value=""><input type="checkbox" name="hari" value="senin">
        <p data-show-if='{"all": [{"field": "@kind", "is": "new"}, {"field": "luas", "at_least": 2.5}]}'>besar</p>
        <p data-show-if='{"field": "uang", "below": 1000}'>murah</p>
        <p data-show-if='{"field": "hari", "in": ["senin", "rabu"]}'>senin</p>
        <div data-show-if='{"field": "hari", "filled": true}'><input name="jam" value="8"></div>
        <p data-show-if='{"not": {"field": "jam", "filled": true}}'>tanpa jam</p></form>"""
    )
    page.add_script_tag(type="module", path=settings.BASE_DIR / "static" / "js" / "conditions.js")
    big, cheap, monday, without = (
        page.get_by_text(word, exact=True) for word in ("besar", "murah", "senin", "tanpa jam")
    )
    without.wait_for()
    assert [part.is_visible() for part in (big, cheap, monday)] == [False, False, False]
    page.locator("[name=luas]").fill("2,5 m")
    page.locator("[name=uang]").fill("Rp 999,-")
    page.locator("[name=isi]").fill("3 Lembar")
    assert page.get_by_text("tebal").is_visible()
    page.locator("[name=hari][type=checkbox]").check()
    assert [part.is_visible() for part in (big, cheap, monday, without)] == [True, True, True, False]
