from typing import Any

import pytest
from django.utils import translation

from applications.answers.computed import with_computed
from applications.answers.format import display
from applications.catalogue.schema import PermitTypeSpec
from tests.applications.catalogue import made


@pytest.fixture(scope="module")
def spec() -> PermitTypeSpec:
    sections = made.content()["sections"]
    sections[0]["fields"] += [
        {"key": "sisi", "type": "number", "label": "Sisi", "decimals": 2, "unit": {"id": "m", "en": "metres"}},
        {"key": "seluruh", "type": "computed", "label": "Seluruh", "formula": "sisi * 3", "unit": "m"},
        {"key": "bulat", "type": "computed", "label": "Bulat", "formula": "naik(seluruh)"},
        {"key": "kalimat", "type": "computed", "label": "Kalimat", "wording": "{nama}: {sisi}, seluruhnya {seluruh}"},
        {"key": "banyak", "type": "computed", "label": "Banyak", "formula": "baris(orang)", "unit": "orang"},
    ]
    return made.spec(sections=sections)


def _worked_out(spec: PermitTypeSpec, **answers: Any) -> dict[str, Any]:
    found = with_computed(spec, answers)
    computed = ("seluruh", "bulat", "kalimat", "banyak")
    return {key: found[key].replace("\u00a0", " ") for key in computed if key in found}


def test_numbers_and_words_are_worked_out(spec: PermitTypeSpec) -> None:
    assert _worked_out(spec, nama="Toko", sisi="2,25", orang=[{"nama": "A"}, {"nama": "B"}]) == {
        "seluruh": "6,75 m",
        "bulat": "7",
        "kalimat": "Toko: 2,25 m, seluruhnya 6,75 m",
        "banyak": "2 orang",
    }


def test_what_misses_an_answer_stays_empty(spec: PermitTypeSpec) -> None:
    assert _worked_out(spec, nama="Toko") == {"banyak": "0 orang"}
    assert _worked_out(spec, sisi="dua") == {"banyak": "0 orang"}


def test_a_computed_answer_is_shown_from_the_others_or_from_its_text(spec: PermitTypeSpec) -> None:
    field = spec.field("seluruh")
    assert display(field, None, answers={"sisi": 2}, spec=spec) == "6\u00a0m"
    assert display(field, "6\u00a0m") == "6\u00a0m"
    assert display(field, None) == ""
    with translation.override("en"):
        assert display(field, None, answers={"sisi": "2,25"}, spec=spec) == "6.75\u00a0m"
