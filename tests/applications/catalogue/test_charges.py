import pytest

from applications.catalogue.charges import charge, used
from applications.catalogue.fees import Fee
from tests.applications.catalogue import made

pytestmark = pytest.mark.unit

FORM = [
    {
        "key": "jenis",
        "type": "choice",
        "label": "Jenis",
        "options": [{"value": "kain", "label": "Kain"}, {"value": "neon", "label": "Neon"}],
    },
    {"key": "panjang", "type": "number", "label": "Panjang", "decimals": 2},
    {"key": "lebar", "type": "number", "label": "Lebar", "decimals": 2},
    {"key": "luas", "type": "computed", "label": "Luas", "formula": "panjang * lebar"},
    {"key": "mulai", "type": "date", "label": "Mulai"},
    {"key": "selesai", "type": "date", "label": "Selesai"},
]
RATE = {"key": "tarif", "label": "Tarif", "by": "jenis", "amounts": {"kain": 5_000, "neon": 20_000}}
ANSWERS = {"jenis": "neon", "panjang": "2,5", "lebar": 4, "mulai": "2027-03-01", "selesai": "2027-03-07"}


def costing(**fee):
    sections = [{"key": "bagian", "title": "Bagian", "fields": FORM}]
    letter = {
        "title": "Izin",
        "opening": "Diberikan kepada:",
        "holder": [["Nama", "{pemohon}"]],
        "validity": "Berlaku.",
    }
    return made.spec(sections=sections, letter=letter, fee={"text": "Menurut perhitungan", **fee})


@pytest.mark.parametrize(
    ("fee", "amount"),
    [
        ({"kind": "free"}, 0),
        ({"kind": "fixed", "amount": 75_000}, 75_000),
        ({"kind": "elsewhere"}, None),
        ({"kind": "table", "rates": [RATE]}, 20_000),
        ({"kind": "table", "rates": [RATE], "times": "luas"}, 200_000),
        ({"kind": "formula", "rates": [RATE], "formula": "tarif * luas * hari(mulai, selesai)"}, 1_400_000),
        ({"kind": "formula", "formula": "luas / 3"}, 3),
    ],
)
def test_what_it_costs(fee, amount):
    assert charge(costing(**fee), ANSWERS).amount == amount


@pytest.mark.parametrize("missing", ["jenis", "lebar", "selesai"])
def test_nothing_is_promised_while_an_answer_is_missing(missing):
    spec = costing(kind="formula", rates=[RATE], formula="tarif * luas * hari(mulai, selesai)")
    assert charge(spec, ANSWERS | {missing: None}).amount is None


def test_the_simulator_asks_what_the_fee_needs_and_no_more():
    assert used(costing(kind="table", rates=[RATE], times="luas")) == ("jenis", "panjang", "lebar")
    assert used(costing(kind="formula", formula="luas")) == ("panjang", "lebar")


def test_a_fee_of_an_older_file_is_free_in_its_words():
    fee = made.spec(fee={"id": "Gratis", "en": "Free"}).fee
    assert (fee.kind, fee.text.en) == ("free", "Free")
    assert Fee(text="Gratis").amount is None
