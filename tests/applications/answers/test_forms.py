import json
from typing import Any

from django.template.loader import render_to_string

from applications.answers.forms import section_form
from applications.catalogue.schema import PermitTypeSpec


def _page(form: Any) -> str:
    context = {"form": form, "save_url": "/simpan/", "saved_at": None}
    page = render_to_string("answers/error_summary.html", context) + render_to_string(
        "answers/section_form.html", context
    )
    return page.replace("\u00a0", " ")


def test_a_form_shows_what_is_stored_as_people_write_it(skp: PermitTypeSpec, full: dict[str, Any]) -> None:
    page = _page(section_form(skp, "pelaksanaan", full))
    assert 'value="1 Desember 2026"' in page
    assert 'data-autosave="/simpan/"' in page
    assert "novalidate" in page
    assert 'value="3516 1245 0390 0002"' in _page(section_form(skp, "peneliti", full))


def test_a_form_opened_first_shows_no_errors(skp: PermitTypeSpec) -> None:
    form = section_form(skp, "penelitian", {})
    assert not form.errors
    assert 'role="alert"' not in _page(form)


def test_a_checked_form_says_what_is_missing_beside_the_field_and_on_top(skp: PermitTypeSpec) -> None:
    form = section_form(skp, "pelaksanaan", {"mulai": "besok"}, check=True)
    page = _page(form)
    assert list(form.errors) == ["lokasi_rinci", "mulai", "selesai"]
    assert "Ada 3 hal yang perlu diperbaiki" in page
    assert '<a href="#id_mulai">Tanggal mulai belum terbaca. Tulis seperti 1 Desember 2026.</a>' in page
    assert 'value="besok"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_mulai_error"' in page


def test_radio_errors_link_to_their_group(skp: PermitTypeSpec) -> None:
    page = _page(section_form(skp, "anggota", {}, check=True))
    assert '<a href="#id_kelompok">' in page
    assert 'id="id_kelompok"' in page


def test_conditional_fields_show_with_their_condition(skp: PermitTypeSpec) -> None:
    form = section_form(skp, "penelitian", {})
    row = next(row for row in form.rows if row.bound.name == "bidang_lain")
    assert json.loads(row.show_if) == {"field": "bidang", "is": "lainnya"}
    page = _page(form)
    assert "data-show-if=" in page
    assert "Isi hanya bila “Bidang penelitian” dijawab “Bidang lain”." in page


def test_a_condition_nothing_here_can_change_is_settled_on_the_server(skp: PermitTypeSpec) -> None:
    content = skp.model_dump(mode="json", by_alias=True, exclude_none=True)
    fields = content["sections"][-1]["fields"]
    fields.append({"key": "kuasa", "type": "text", "label": "Kuasa", "show_if": {"field": "@capacity", "is": "power"}})
    mixed = {"all": [{"field": "asal", "is": "usaha"}, {"field": "kelompok", "is": "ya"}]}
    fields.append({"key": "cabang", "type": "text", "label": "Cabang", "show_if": mixed})
    spec = type(skp).model_validate(content)
    mine = section_form(spec, "anggota", {"@capacity": "self", "asal": "usaha"})
    assert "kuasa" not in mine.fields
    assert mine.context_values == [("asal", "usaha")]
    assert "kuasa" in section_form(spec, "anggota", {"@capacity": "power"}).fields


def test_only_the_returned_fields_can_be_mended(skp: PermitTypeSpec, full: dict[str, Any]) -> None:
    form = section_form(skp, "penelitian", {**full, "judul": ""}, check=True, only=frozenset({"tujuan"}))
    assert list(form.fields) == ["tujuan"]
    assert not form.errors


def test_what_is_typed_is_escaped(skp: PermitTypeSpec) -> None:
    page = _page(section_form(skp, "penelitian", {"judul": '"><script>alert(1)</script>'}, check=True))
    assert "<script>alert" not in page


def test_optional_fields_say_so_and_others_do_not(skp: PermitTypeSpec) -> None:
    page = _page(section_form(skp, "peneliti", {}))
    assert page.count("(boleh kosong)") == 1
    assert " required" not in page
