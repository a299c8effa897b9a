from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.catalogue import formulas

pytestmark = pytest.mark.unit

KNOWN = {"luas": Decimal("12.5"), "tarif": 150_000, "mulai": date(2027, 1, 10), "selesai": date(2027, 2, 9)}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("luas * tarif", "1875000"),
        ("(luas + 2.5) * -1", "-15"),
        ("luas / 5 - 0.5", "2"),
        ("0.1 + 0.2", "0.3"),
        ("maks(luas, 20) + min(1, 2, 3)", "21"),
        ("naik(luas) + turun(luas) + bulat(luas)", "38"),
        ("hari(mulai, selesai)", "31"),
        ("bulan(mulai, selesai)", "1"),
        ("hari(selesai, mulai)", "0"),
    ],
)
def test_counts_exactly(formula, expected):
    assert formulas.value(formula, KNOWN) == Decimal(expected)


@pytest.mark.parametrize(
    "formula",
    [
        "luas ** 9",
        "luas // 2",
        "luas.real",
        "__import__('os')",
        "open(luas)",
        "luas if luas else 1",
        "[luas]",
        "lambda: 1",
        "'a'",
        "True",
        "luas > 3",
        "min(luas)",
        "min(*luas)",
        "hari(mulai, 3)",
        "luas luas",
        "",
        "(" * 60 + "1" + ")" * 60 + "+" * 50,
        "1+" * 200 + "1",
        "-" * 80 + "1",
    ],
)
def test_says_nothing_else(formula):
    with pytest.raises(formulas.NotAFormula):
        formulas.names(formula)


@pytest.mark.parametrize(
    "formula",
    [
        *("luas / (luas - 12.5)", "tinggi * 2", "mulai * 2", "hari(mulai, luas)", "9" * 40 + "*" + "9" * 40),
        *("9" * 40, "1e999", f"luas * {10**18}"),  # more than anybody can pay, or a page can show
    ],
)
def test_answers_that_give_no_number(formula):
    with pytest.raises(formulas.Uncountable):
        formulas.value(formula, KNOWN)


def test_names_and_dates_it_needs():
    formula = "luas * tarif * hari(mulai, selesai)"
    assert formulas.names(formula) == {"luas", "tarif", "mulai", "selesai"}
    assert formulas.dates(formula) == {"mulai", "selesai"}


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [((2027, 1, 31), (2027, 1, 31), 1), ((2027, 1, 10), (2027, 2, 10), 2), ((2026, 12, 15), (2027, 12, 14), 12)],
)
def test_begun_months(first, last, months):
    assert formulas.value("bulan(a, b)", {"a": date(*first), "b": date(*last)}) == months


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_refused_in_words(text):
    try:
        assert formulas.value(text, KNOWN).is_finite()
    except (formulas.NotAFormula, formulas.Uncountable):
        return


@given(st.integers(0, 10**9), st.integers(0, 10**6), st.integers(1, 10**6))
def test_agrees_with_arithmetic(a, b, c):
    assert formulas.value("a * b + a - b / c", {"a": a, "b": b, "c": c}) == pytest.approx(
        Decimal(a * b + a) - Decimal(b) / c
    )
