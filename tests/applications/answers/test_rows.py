import json
from typing import Any

import pytest
from django.http import QueryDict

from applications.answers import rules
from applications.answers.changes import changes
from applications.answers.completeness import check
from applications.answers.format import as_table, display
from applications.answers.forms import more_rows, read_post, section_form
from applications.catalogue.schema import FormField, PermitTypeSpec
from tests.applications.answers.conftest import NIK
from tests.applications.answers.drawn import drawn
from tests.applications.catalogue import made


def _rows(**parts: Any) -> FormField:
    columns = [
        {"key": "nama", "type": "text", "label": "Nama"},
        {"key": "nik", "type": "nik", "label": "NIK", "required": False},
        {"key": "umur", "type": "number", "label": "Umur", "required": False, "unit": "tahun"},
    ]
    return FormField.model_validate({"key": "orang", "type": "rows", "label": "Orang", "columns": columns, **parts})


def _spec(**parts: Any) -> PermitTypeSpec:
    sections = made.content()["sections"]
    sections.append({"key": "tim", "title": "Tim", "fields": [_rows(key="tim", **parts).model_dump(mode="json")]})
    return made.spec(sections=sections)


def test_empty_rows_and_cells_are_dropped_and_the_rest_is_stored() -> None:
    typed = [{"nama": "Ayu", "umur": "20"}, {"nama": " ", "nik": ""}, {"nama": "Budi", "umur": "tua"}]
    assert rules.stored(_rows(), typed) == [{"nama": "Ayu", "umur": 20}, {"nama": "Budi", "umur": "tua"}]
    assert rules.stored(_rows(), [{"nama": ""}]) is None
    assert rules.stored(_rows(), []) is None


def test_a_nik_inside_a_row_is_sealed() -> None:
    value = rules.stored(_rows(), [{"nama": "Ayu", "nik": NIK}])
    assert NIK not in json.dumps(value)
    assert rules.typed_again(_rows(), value) == [{"nama": "Ayu", "nik": NIK}]


def test_each_cell_is_judged_and_named_by_its_row() -> None:
    value = rules.stored(_rows(), [{"nama": "Ayu"}, {"umur": "tua", "nik": "351"}])
    found = [(flaw.cell, flaw.sentence, flaw.missing) for flaw in rules.flaws(_rows(), value)]
    assert found == [
        ("-1-nama", "Baris 2: Nama belum diisi.", True),
        ("-1-nik", "Baris 2: NIK harus 16 angka. Anda mengetik 3.", False),
        ("-1-umur", "Baris 2: Umur harus angka. Contoh: 3", False),
    ]


def test_too_many_rows_are_kept_and_said() -> None:
    field = _rows(most_rows=2)
    value = rules.stored(field, [{"nama": str(n)} for n in range(3)])
    assert len(value) == 3
    assert rules.problem(field, value) == "Orang paling banyak 2 baris. Anda mengisi 3."


def test_words_that_stood_in_another_kind_of_field_are_kept_in_the_first_column() -> None:
    assert rules.stored(_rows(), "Ayu dan Budi") == [{"nama": "Ayu dan Budi"}]


def test_required_rows_are_missing_until_there_is_one() -> None:
    [state] = [state for state in check(_spec(), {}) if state.key == "tim"]
    assert [(p.sentence, p.missing) for p in state.problems] == [("Orang belum diisi.", True)]
    [state] = [state for state in check(_spec(), {"tim": [{"nama": "Ayu"}]}) if state.key == "tim"]
    assert state.status == "done"


def test_rows_read_as_lines_and_as_a_table() -> None:
    field, value = _rows(), rules.stored(_rows(), [{"nama": "Ayu", "nik": NIK}, {"nama": "Budi", "umur": "20"}])
    assert display(field, value).replace("\u00a0", " ") == (
        "1. Nama: Ayu; NIK: ••••••0002\n2. Nama: Budi; Umur: 20 tahun"
    )
    table = as_table(field, value)
    assert table.heads == ("Nama", "NIK", "Umur")
    assert table.rows[0] == ("Ayu", "••••••0002", "")
    one = _rows(columns=[{"key": "nama", "type": "text", "label": "Nama"}])
    assert display(one, [{"nama": "Ayu"}]) == "1. Ayu"


def test_a_change_inside_rows_is_a_change_and_sealing_again_is_none() -> None:
    spec = _spec()
    old = {"tim": rules.stored(spec.field("tim"), [{"nama": "Ayu", "nik": NIK}])}
    same = {"tim": rules.stored(spec.field("tim"), [{"nama": "Ayu", "nik": NIK}])}
    other = {"tim": rules.stored(spec.field("tim"), [{"nama": "Ayu", "nik": NIK}, {"nama": "Budi"}])}
    assert changes(spec, old, same) == ()
    [change] = changes(spec, old, other)
    assert change.new == "1. Nama: Ayu; NIK: ••••••0002\n2. Nama: Budi"


def _post(*pairs: tuple[str, str]) -> QueryDict:
    post = QueryDict(mutable=True)
    for key, value in pairs:
        post.appendlist(key, value)
    return post


def test_a_post_is_read_by_the_type_of_each_field() -> None:
    fields = [
        FormField.model_validate({"key": "nama", "type": "text", "label": "Nama"}),
        FormField.model_validate({"key": "lain", "type": "text", "label": "Lain"}),
        FormField.model_validate(
            {"key": "hari", "type": "choices", "label": "Hari",
             "options": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]}
        ),
        _rows(),
    ]  # fmt: skip
    post = _post(
        *(("nama", "Ayu"), ("hari", ""), ("hari", "b"), ("hari", "a"), ("orang", "")),
        *(("orang-10-nama", "Citra"), ("orang-2-nama", "Budi"), ("orang-2-umur", "20"), ("orang-2-lain", "x")),
        *(("orang-x-nama", "y"), ("lain-1-nama", "z"), ("orang-99999-nama", "far")),
    )
    assert read_post(fields, post) == {
        "nama": "Ayu",
        "hari": ["b", "a"],
        "orang": [{"nama": "Budi", "umur": "20"}, {"nama": "Citra"}],
    }
    assert read_post(fields, _post(("hari", ""), ("orang", ""))) == {"hari": [], "orang": []}
    assert read_post(fields, _post()) == {}


def test_the_buttons_of_rows_work_without_javascript() -> None:
    typed = (("orang", ""), ("orang-0-nama", "Ayu"), ("orang-1-nama", "Budi"))
    drop = _post(*typed, ("row", "orang-0-hapus"))
    assert read_post([_rows()], drop) == {"orang": [{"nama": "Budi"}]}
    assert more_rows(drop) == {}
    more = _post(*typed, ("row", "orang-tambah"))
    assert read_post([_rows()], more) == {"orang": [{"nama": "Ayu"}, {"nama": "Budi"}]}
    spec, stored = _spec(), {"tim": [{"nama": "Ayu"}]}
    [usual], [after] = (
        section_form(spec, "tim", stored, more=found).rows for found in ({}, more_rows(_post(("row", "tim-tambah"))))
    )
    assert len(after.rows) > len(usual.rows) > 1


@pytest.mark.parametrize("tap", ["", "orang", "orang-1", "orang-1-lain", "../x-tambah", "orang--1-hapus"])
def test_other_words_on_a_button_mean_nothing(tap: str) -> None:
    post = _post(("orang", ""), ("orang-1-nama", "Budi"), ("row", tap))
    assert read_post([_rows()], post) == {"orang": [{"nama": "Budi"}]}
    assert more_rows(post) == {}


def test_rows_are_drawn_with_spare_ones_up_to_the_most() -> None:
    spec = _spec(most_rows=3)
    [question] = section_form(spec, "tim", {"tim": [{"nama": "Ayu"}, {"nama": "Budi"}]}).rows
    assert [row.number for row in question.rows] == [1, 2, 3]
    page = drawn(section_form(spec, "tim", {"tim": [{"nama": "Ayu"}, {"umur": "tua"}]}, check=True))
    assert 'name="tim-0-nama" id="id_tim-0-nama" value="Ayu"' in page
    assert (
        'id="id_tim-1-umur" value="tua" data-unit="tahun" aria-describedby="id_tim-1-umur_error id_tim-1-umur_unit"'
        in page
    )
    assert "Baris 2: Umur harus angka. Contoh: 3" in page
    assert '<a href="#id_tim-1-nama">Baris 2: Nama belum diisi.</a>' in page
    assert page.index('aria-hidden="true"></button>') < page.index('value="tim-0-hapus"'), "Enter must drop no row"


def test_full_rows_offer_no_more_and_say_how_many_they_may_be() -> None:
    spec = _spec(most_rows=2)
    full = drawn(section_form(spec, "tim", {"tim": [{"nama": "Ayu"}, {"nama": "Budi"}]}))
    assert 'value="tim-tambah" hidden>' in full
    assert '<p class="hint" data-full>Paling banyak 2 baris.</p>' in full
    assert 'value="tim-tambah">' in drawn(section_form(spec, "tim", {"tim": [{"nama": "Ayu"}]}))
