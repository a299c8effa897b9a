from typing import Any

import pytest

from applications.answers import rules
from applications.answers.format import display, in_field
from applications.catalogue.schema import FormField
from perizinan.regions.models import Region
from perizinan.vault import seal, unseal


def _field(**parts: Any) -> FormField:
    return FormField.model_validate({"key": "isi", "label": "Isi", **parts})


def _options(*values: str) -> list[dict[str, str]]:
    return [{"value": value, "label": value.upper()} for value in values]


METRES = {"type": "number", "decimals": 2, "unit": {"id": "m", "en": "m"}}
WEEKDAYS = {"type": "choices", "options": _options("senin", "selasa", "rabu")}
CODE = {"type": "text", "pattern": {"regex": "[A-Z]{2}-[0-9]{3}", "example": "AB-123"}}


@pytest.mark.parametrize(
    ("parts", "typed", "value"),
    [
        (METRES, "2,5", "2,5"),
        (METRES, "2.5", "2,5"),
        (METRES, "2,50 m", "2,5"),
        (METRES, "1.250,25", "1250,25"),
        (METRES, "12", 12),
        (METRES, "12,0", 12),
        ({"type": "number", "minimum": 0.5, "decimals": 1}, "0,5", "0,5"),
        ({"type": "number", "unit": {"id": "orang", "en": "people"}}, "3 people", 3),
        ({"type": "money"}, "150.000", 150_000),
        ({"type": "money"}, "150000", 150_000),
        ({"type": "money"}, "Rp 150.000,-", 150_000),
        ({"type": "money"}, "rp150.000,00", 150_000),
        ({"type": "nib"}, "0220 1010 0001 2", "0220101000012"),
        (WEEKDAYS, ["rabu", "senin", "rabu", ""], ["senin", "rabu"]),
        (WEEKDAYS, [], None),
        (WEEKDAYS, [""], None),
        (WEEKDAYS, "selasa", ["selasa"]),
        (CODE, "  AB-123 ", "AB-123"),
        ({"type": "computed", "wording": "tetap"}, "apa saja", None),
        ({"type": "point"}, "-7,473211, 112,43389", "-7.473211, 112.433890"),
    ],
)
def test_what_is_typed_is_stored_in_one_form(parts: dict[str, Any], typed: Any, value: Any) -> None:
    field = _field(**parts)
    assert rules.stored(field, typed) == value
    assert rules.problem(field, value) == ""
    assert rules.stored(field, rules.typed_again(field, value)) == value


@pytest.mark.parametrize(
    ("parts", "typed", "sentence"),
    [
        (METRES, "dua", "Isi harus angka. Contoh: 2,5"),
        (METRES, "2,123", "Isi paling banyak 2 angka di belakang koma. Contoh: 2,5"),
        (METRES, "-2", "Isi harus angka. Contoh: 2,5"),
        ({"type": "number"}, "2,5", "Isi harus angka bulat, tanpa koma. Contoh: 3"),
        ({"type": "number"}, "1,250", "Isi harus angka bulat, tanpa koma. Contoh: 3"),
        ({"type": "number"}, "1" * 16, "Isi terlalu besar. Periksa lagi angkanya."),
        ({**METRES, "minimum": 0.1}, "0,05", "Isi paling sedikit 0,1 m."),
        ({**METRES, "maximum": 1250.5}, "1.250,51", "Isi paling banyak 1.250,5 m."),
        ({"type": "money"}, "150,000", "Isi ditulis dalam rupiah utuh, tanpa koma. Contoh: 150.000"),
        ({"type": "money"}, "1,5 juta", "Isi ditulis dalam rupiah utuh, tanpa koma. Contoh: 150.000"),
        ({"type": "money", "minimum": 10000}, "9.999", "Isi paling sedikit Rp10.000."),
        ({"type": "money", "maximum": 10000}, "10.001", "Isi paling banyak Rp10.000."),
        ({"type": "nib"}, "123", "NIB harus 13 angka. Anda mengetik 3."),
        ({"type": "npwp"}, "12345678901234", "NPWP harus 15 atau 16 angka. Anda mengetik 14."),
        (CODE, "AB-12", "Isi belum sesuai bentuknya. Tulis seperti AB-123."),
        ({"type": "point"}, "di pasar", "Isi belum terbaca. Tulis seperti -7.473211, 112.433890."),
        (
            {"type": "point"},
            "7.473211, 112.433890",
            "Isi ada di luar Indonesia. Periksa tanda minusnya, seperti -7.473211, 112.433890.",
        ),
    ],
)
def test_what_cannot_be_right_is_kept_and_said(parts: dict[str, Any], typed: str, sentence: str) -> None:
    field = _field(**parts)
    value = rules.stored(field, typed)
    assert rules.problem(field, value).replace("\u00a0", " ") == sentence
    assert rules.typed_again(field, value) == typed
    if field.type != "npwp":
        assert display(field, value) == in_field(field, value) == typed


def test_a_choice_that_is_not_offered_is_kept_and_said() -> None:
    field = _field(**WEEKDAYS)
    value = rules.stored(field, ["minggu", "senin"])
    assert value == ["minggu", "senin"]
    assert rules.problem(field, value) == "Pilih jawaban yang ada saja."


def test_a_pattern_must_fit_the_whole_answer() -> None:
    field = _field(**CODE)
    assert rules.problem(field, rules.stored(field, "xAB-123"))
    assert rules.problem(field, rules.stored(field, "AB-1234"))


@pytest.mark.parametrize("typed", ["123456789012345", "12.345.678.9-012.345", "1234567890123456", "123"])
def test_an_npwp_is_sealed_whether_right_or_wrong(typed: str) -> None:
    field = _field(type="npwp")
    value = rules.stored(field, typed)
    assert typed not in str(value)
    assert "wrong" in value if len(typed) < 15 else "wrong" not in value
    assert unseal(value) in (typed, typed.replace(".", "").replace("-", ""))


def test_the_same_number_sealed_again_is_the_same_also_inside_rows() -> None:
    npwp = _field(type="npwp")
    assert rules.same(npwp, seal("123456789012345"), seal("123456789012345"))
    assert not rules.same(npwp, seal("123456789012345"), seal("123456789012346"))
    assert not rules.same(npwp, seal("123456789012345"), None)
    rows = _field(type="rows", columns=[{"key": "nik", "type": "nik", "label": "NIK"}])
    assert rules.same(rows, [{"nik": seal("3516124503900002")}], [{"nik": seal("3516124503900002")}])
    assert not rules.same(rows, [{"nik": seal("3516124503900002")}], [])


@pytest.fixture
def regions(db: None) -> None:
    Region.objects.create(code="35", name="Jawa Timur", level="province")
    for code, name in (("35.16", "Kabupaten Mojokerto"), ("35.76", "Kota Mojokerto")):
        Region.objects.create(code=code, name=name, level="regency", parent_id="35")
    for code, name in (("35.16.13", "Sooko"), ("35.76.01", "Prajurit Kulon")):
        Region.objects.create(code=code, name=name, level="district", parent_id=code[:5])
    for code, name in (("35.16.13.2001", "Contoh"), ("35.76.01.1001", "Mentikan")):
        kind = "desa" if "16" in code else "kelurahan"
        Region.objects.create(code=code, name=name, level="village", kind=kind, parent_id=code[:8])


@pytest.mark.usefixtures("regions")
def test_a_village_of_this_office_is_said_by_its_name() -> None:
    field = _field(type="village")
    value = rules.stored(field, "35.16.13.2001")
    assert value == "35.16.13.2001"
    assert rules.problem(field, value) == ""
    assert display(field, value) == "Desa Contoh, Kecamatan Sooko"


@pytest.mark.usefixtures("regions")
@pytest.mark.parametrize("code", ["35.76.01.1001", "35.16.13.2002", "35.16.13", "Contoh"])
def test_a_village_elsewhere_or_none_at_all_is_refused(code: str) -> None:
    field = _field(type="village")
    value = rules.stored(field, code)
    assert value == code
    assert rules.problem(field, value) == "Isi: pilih desa atau kelurahan dari daftar."
