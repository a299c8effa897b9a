import json
from typing import Any

import pytest

from applications.answers.forms import form_of, section_form
from applications.catalogue.schema import PermitTypeSpec
from tests.applications.answers.drawn import drawn
from tests.applications.catalogue import made


def test_a_form_shows_what_is_stored_as_people_write_it(skp: PermitTypeSpec, full: dict[str, Any]) -> None:
    page = drawn(section_form(skp, "pelaksanaan", full))
    assert 'value="1 Desember 2026"' in page
    assert 'data-autosave="/simpan/"' in page
    assert "novalidate" in page
    assert 'value="3516 1245 0390 0002"' in drawn(section_form(skp, "peneliti", full))


def test_a_form_opened_first_shows_no_errors(skp: PermitTypeSpec) -> None:
    form = section_form(skp, "penelitian", {})
    assert not form.errors
    assert 'role="alert"' not in drawn(form)


def test_a_checked_form_says_what_is_missing_beside_the_field_and_on_top(skp: PermitTypeSpec) -> None:
    form = section_form(skp, "pelaksanaan", {"mulai": "besok"}, check=True)
    page = drawn(form)
    assert list(form.errors) == ["lokasi_rinci", "mulai", "selesai"]
    assert "Ada 3 hal yang perlu diperbaiki" in page
    assert '<a href="#id_mulai">Tanggal mulai belum terbaca. Tulis seperti 1 Desember 2026.</a>' in page
    assert 'value="besok"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_mulai_error"' in page


def test_radio_errors_link_to_their_group(skp: PermitTypeSpec) -> None:
    page = drawn(section_form(skp, "anggota", {}, check=True))
    assert '<a href="#id_kelompok">' in page
    assert 'id="id_kelompok"' in page


def test_conditional_fields_show_with_their_condition(skp: PermitTypeSpec) -> None:
    form = section_form(skp, "penelitian", {})
    row = next(row for row in form.rows if row.name == "bidang_lain")
    assert json.loads(row.show_if) == {"field": "bidang", "is": "lainnya"}
    page = drawn(form)
    assert "data-show-if=" in page
    assert "Isi hanya bila bidang penelitian adalah bidang lain." in page


def test_only_the_open_part_of_a_condition_is_said(skp: PermitTypeSpec) -> None:
    content = skp.model_dump(mode="json", by_alias=True, exclude_none=True)
    one = {"all": [{"field": "@kind", "is": "new"}, {"not": {"field": "kelompok", "is": "ya"}}]}
    content["sections"][-1]["fields"].append({"key": "sendiri", "type": "text", "label": "Sendiri", "show_if": one})
    form = section_form(type(skp).model_validate(content), "anggota", {"@kind": "new"})
    said = {row.key: row.condition for row in form.rows}
    assert said["sendiri"] == ("Isi hanya bila “Apakah penelitian ini dikerjakan berkelompok?” tidak dijawab Ya.")


def test_a_condition_nothing_here_can_change_is_settled_on_the_server(skp: PermitTypeSpec) -> None:
    content = skp.model_dump(mode="json", by_alias=True, exclude_none=True)
    fields = content["sections"][-1]["fields"]
    fields.append({"key": "kuasa", "type": "text", "label": "Kuasa", "show_if": {"field": "@capacity", "is": "power"}})
    mixed = {"all": [{"field": "asal", "is": "usaha"}, {"field": "kelompok", "is": "ya"}]}
    fields.append({"key": "cabang", "type": "text", "label": "Cabang", "show_if": mixed})
    spec = type(skp).model_validate(content)
    mine = section_form(spec, "anggota", {"@capacity": "self", "asal": "usaha"})
    assert "kuasa" not in mine.fields
    assert json.loads(mine.known) == {"asal": ["usaha"]}
    assert "kuasa" in section_form(spec, "anggota", {"@capacity": "power"}).fields


def test_only_the_returned_fields_can_be_mended(skp: PermitTypeSpec, full: dict[str, Any]) -> None:
    form = section_form(skp, "penelitian", {**full, "judul": ""}, check=True, only=frozenset({"tujuan"}))
    assert list(form.fields) == ["tujuan"]
    assert not form.errors


def test_what_is_typed_is_escaped(skp: PermitTypeSpec) -> None:
    page = drawn(section_form(skp, "penelitian", {"judul": '"><script>alert(1)</script>'}, check=True))
    assert "<script>alert" not in page


def test_optional_fields_say_so_and_others_do_not(skp: PermitTypeSpec) -> None:
    page = drawn(section_form(skp, "peneliti", {}))
    assert page.count("(boleh kosong)") == 1
    assert " required" not in page


EVERY: list[dict[str, Any]] = [
    {"key": "uraian", "type": "long_text", "label": "Uraian"},
    {"key": "panjang", "type": "number", "label": "Panjang", "decimals": 2, "unit": "m"},
    {"key": "nilai", "type": "money", "label": "Nilai"},
    {"key": "tanggal", "type": "date", "label": "Tanggal"},
    {"key": "bahan", "type": "choice", "label": "Bahan", "options": [{"value": "kain", "label": "Kain"}]},
    {"key": "warna", "type": "choices", "label": "Warna", "help": "Boleh lebih dari satu.",
     "options": [{"value": "merah", "label": "Merah"}, {"value": "biru", "label": "Biru"}]},
    {"key": "lampu", "type": "yes_no", "label": "Berlampu?"},
    {"key": "nib", "type": "nib", "label": "NIB"},
    {"key": "npwp", "type": "npwp", "label": "NPWP"},
    {"key": "telepon", "type": "phone", "label": "Telepon"},
    {"key": "surel", "type": "email", "label": "E-mail"},
    {"key": "desa", "type": "village", "label": "Desa"},
    {"key": "titik", "type": "point", "label": "Titik"},
    {"key": "hasil", "type": "computed", "label": "Hasil", "formula": "panjang * 2", "unit": "m²"},
]  # fmt: skip


def every(**given: Any) -> Any:
    sections = made.content()["sections"]
    spec = made.spec(sections=[*sections, {"key": "semua", "title": "Semua", "fields": EVERY}])
    return section_form(spec, "semua", given, check=bool(given))


@pytest.mark.django_db
def test_every_type_is_drawn_for_a_phone() -> None:
    page = drawn(every())
    for shown in (
        '<textarea name="uraian" id="id_uraian" rows="2"',
        'inputmode="decimal" name="panjang" id="id_panjang" value="" data-unit="m"',
        'aria-describedby="id_panjang_unit"',
        '<span id="id_panjang_unit">m</span>',
        '<span aria-hidden="true">Rp</span><input type="text" class="w16 number" inputmode="numeric" name="nilai"',
        'role="radiogroup" id="id_bahan" tabindex="-1" aria-labelledby="id_bahan_label"',
        'role="group" id="id_warna" tabindex="-1" aria-labelledby="id_warna_label"',
        'aria-describedby="id_warna_helptext"',
        '<input type="hidden" name="warna" value="">',
        '<input type="checkbox" name="warna" id="id_warna_0" value="merah">',
        '<input type="radio" name="lampu" id="id_lampu_1" value="tidak">',
        'inputmode="tel"',
        '<input type="email" inputmode="email"',
        '<select name="desa" id="id_desa"',
        "Pakai lokasi perangkat ini",
        '<output id="id_hasil" aria-labelledby="id_hasil_label">',
    ):
        assert shown in page, shown


@pytest.mark.django_db
def test_every_type_shows_what_is_stored(full: dict[str, Any]) -> None:
    page = drawn(every(panjang="2,5", nilai=150_000, warna=["biru"], lampu="ya", titik="-7.473211, 112.433890"))
    for shown in (
        'value="2,5"',
        'value="150.000"',
        'id="id_warna_1" value="biru" checked',
        'id="id_lampu_0" value="ya" checked',
        'value="-7.473211, 112.433890"',
        ">5 m²</output>",
    ):
        assert shown in page, shown
    assert 'value="merah" checked' not in page


@pytest.mark.django_db
def test_a_village_that_is_in_no_list_is_offered_again() -> None:
    assert '<option value="35.16.13.2001" selected>35.16.13.2001</option>' in drawn(every(desa="35.16.13.2001"))


def test_some_fields_of_several_sections_make_one_form(skp: PermitTypeSpec, full: dict[str, Any]) -> None:
    form = form_of(skp, {"kelompok", "judul", "jumlah_anggota"}, {**full, "judul": ""}, check=True)
    assert list(form.fields) == ["judul", "kelompok", "jumlah_anggota"]
    assert form.errors == {"judul": ["Judul penelitian belum diisi."]}
    assert not form.is_valid()


def test_a_field_that_no_answer_here_can_bring_up_is_left_out_with_those_below_it(skp: PermitTypeSpec) -> None:
    content = skp.model_dump(mode="json", by_alias=True, exclude_none=True)
    fields = content["sections"][-1]["fields"]
    fields.append({"key": "lama", "type": "text", "label": "Lama", "show_if": {"field": "@kind", "is": "renewal"}})
    fields.append({"key": "rinci", "type": "text", "label": "Rinci", "show_if": {"field": "lama", "filled": True}})
    spec = type(skp).model_validate(content | {"kinds": ["new", "renewal"]})
    assert {"lama", "rinci"}.isdisjoint(section_form(spec, "anggota", {"@kind": "new"}).fields)
    form = section_form(spec, "anggota", {"@kind": "renewal"})
    assert {"lama", "rinci"} <= form.fields.keys()
    assert next(row for row in form.rows if row.key == "lama").show_if == ""
    assert next(row for row in form.rows if row.key == "rinci").show_if != ""


def test_a_personal_number_from_elsewhere_is_no_text_of_the_page(skp: PermitTypeSpec, full: dict[str, Any]) -> None:
    content = skp.model_dump(mode="json", by_alias=True, exclude_none=True)
    both = {"all": [{"field": "nik", "filled": True}, {"field": "kelompok", "is": "ya"}]}
    content["sections"][-1]["fields"].append({"key": "ketua", "type": "text", "label": "Ketua", "show_if": both})
    form = section_form(type(skp).model_validate(content), "anggota", full)
    assert json.loads(form.known) == {"nik": ["•"]}
    assert "0002" not in drawn(form)
