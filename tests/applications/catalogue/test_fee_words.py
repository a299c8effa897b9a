from typing import Any

import pytest

from applications.catalogue import charges, fee_words, formula_words
from applications.catalogue.schema import PermitTypeSpec
from tests.applications.catalogue import made

pytestmark = pytest.mark.unit
RATE = {
    "key": "tarif",
    "label": "Tarif per m² (contoh)",
    "by": "jenis",
    "amounts": {"kain": 10_000, "neon": 25_000},
}


def _spec(**fee: Any) -> PermitTypeSpec:
    return made.spec(fee={"text": "Menurut luas."} | fee)


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("luas * tarif", "luas × tarif"),
        ("a - (b - c)", "a − (b − c)"),
        ("a - b - c", "a − b − c"),
        ("(a + b) * c", "(a + b) × c"),
        ("a + b * c", "a + b × c"),
        ("a / (b * c)", "a ÷ (b × c)"),
        ("-(a + b)", "−(a + b)"),
        ("a * 1250.5", "a × 1.250,5"),
        ("maks(a, 1) * min(a, b, 3)", "(yang terbesar dari a dan 1) × (yang terkecil dari a, b dan 3)"),
        ("naik(bulan(a, b) / 12)", "(jumlah bulan dari a sampai b ÷ 12, dibulatkan ke atas)"),
        ("baris(a) + jumlah(a, b)", "banyaknya baris a + jumlah b pada a"),
    ],
)
def test_formulas_in_words(formula: str, words: str) -> None:
    assert formula_words.said(formula, lambda key: key) == words


def test_a_table_shows_each_rate_and_how_it_is_used() -> None:
    page = fee_words.page(_spec(kind="table", rates=[RATE], times="luas"))
    assert [(table.label, table.rows) for table in page.tables] == [
        ("Tarif per m² (contoh)", [("Kain", "Rp10.000"), ("Neon", "Rp25.000")])
    ]
    assert page.formula == "tarif per m² × luas"
    assert page.counted


def test_a_fixed_fee_and_a_free_one_have_nothing_to_count() -> None:
    for fee in ({"kind": "fixed", "amount": 50_000}, {"kind": "free"}, {"kind": "elsewhere"}):
        page = fee_words.page(_spec(**fee))
        assert (page.tables, page.formula, page.counted) == ([], "", False)


def test_an_exemption_is_said_and_asked() -> None:
    exempt = {"field": "jenis", "is": "kain"}
    spec = _spec(kind="formula", formula="luas * 1000", exempt_if=exempt)
    assert fee_words.page(spec).exempt == "Gratis bila jenis adalah kain."
    assert fee_words.asked(spec) == ("jenis", "luas")
    assert not fee_words.asks_kind(spec)


def test_what_decides_whether_a_field_shows_is_asked_too() -> None:
    content = made.content(fee={"text": "x", "kind": "formula", "formula": "luas * 1000"})
    content["sections"][0]["fields"][2]["show_if"] = {"field": "jenis", "is": "neon"}
    assert fee_words.asked(PermitTypeSpec.model_validate(content)) == ("jenis", "luas")


def test_how_an_amount_comes_about() -> None:
    spec = _spec(kind="table", rates=[RATE], times="luas")
    answers = {"jenis": "neon", "luas": "2,5"}
    amount = charges.charge(spec, answers).amount
    assert amount == 62_500
    how = [(term, value.replace("\u00a0", " ")) for term, value in fee_words.how(spec, answers, amount)]
    assert how == [
        ("Tarif per m²", "Rp25.000 (neon)"),
        ("Luas", "2,5 m²"),
        ("Hitungannya", "Rp25.000 × 2,5 m² = Rp62.500"),
    ]


def test_days_and_rows_are_put_in_as_counted() -> None:
    content = made.content(
        fee={"text": "x", "kind": "formula", "formula": "hari(mulai, akhir) * 1000 + baris(orang) * 500"}
    )
    content["sections"][0]["fields"].insert(4, {"key": "akhir", "type": "date", "label": "Akhir"})
    spec = PermitTypeSpec.model_validate(content)
    answers = {"mulai": "2026-12-01", "akhir": "2026-12-03", "orang": [{"nama": "A"}, {"nama": "B"}]}
    how = dict(fee_words.how(spec, answers, 4000))
    assert how["Hitungannya"].replace("\u00a0", " ") == "3 hari × 1.000 + 2 baris × 500 = Rp4.000"
