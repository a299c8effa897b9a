from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from applications.answers import rules
from applications.answers.changes import changes
from applications.answers.format import display, in_field, summary_rows
from applications.catalogue.schema import FormField, PermitTypeSpec
from perizinan.vault import seal
from tests.applications.answers.conftest import NIK
from tests.applications.catalogue import made


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("mulai", "2026-12-01", "1 Desember 2026"),
        ("mulai", "besok pagi", "besok pagi"),
        ("bidang", "sosial", "Sosial, politik, dan hukum"),
        ("kelompok", "tidak", "Tidak"),
        ("jumlah_anggota", 12, "12"),
        ("telepon", "+628123456790", "0812 3456 790"),
        ("judul", None, ""),
    ],
)
def test_answers_read_as_words(skp: PermitTypeSpec, key: str, value: Any, shown: str) -> None:
    assert _plain(display(skp.field(key), value)) == shown


def test_answers_read_in_english(skp: PermitTypeSpec) -> None:
    with translation.override("en"):
        assert _plain(display(skp.field("mulai"), "2026-12-01")) == "1 December 2026"
        assert display(skp.field("bidang"), "sosial") == "Society, politics and law"


def test_a_nik_is_masked_on_pages_and_whole_in_the_form(skp: PermitTypeSpec) -> None:
    field, value = skp.field("nik"), seal(NIK)
    assert display(field, value) == "••••••0002"
    assert in_field(field, value) == "3516 1245 0390 0002"
    assert NIK[:12] not in display(field, {**seal(NIK[:15]), "wrong": "1"})


def test_summary_has_the_shown_questions_only(skp: PermitTypeSpec, full: dict[str, Any]) -> None:
    rows = {section.key: dict(section.rows) for section in summary_rows(skp, full)}
    assert rows["anggota"] == {"Apakah penelitian ini dikerjakan berkelompok?": "Tidak"}
    assert rows["peneliti"]["NIK peneliti"] == "••••••0002"
    assert rows["peneliti"]["E-mail peneliti"] == ""


def test_changes_between_rounds(skp: PermitTypeSpec, full: dict[str, Any]) -> None:
    new = {**full, "judul": "Pasar kota (contoh)", "nik": seal(NIK), "kelompok": "ya", "jumlah_anggota": 3}
    found = [(c.field.key, c.old, c.new) for c in changes(skp, full, new)]
    assert found == [
        ("judul", "Pasar desa (contoh)", "Pasar kota (contoh)"),
        ("kelompok", "Tidak", "Ya"),
        ("jumlah_anggota", "", "3"),
    ]


def test_a_field_that_became_hidden_counts_as_emptied(skp: PermitTypeSpec, full: dict[str, Any]) -> None:
    found = {c.field.key: c.new for c in changes(skp, full, {**full, "asal": "perseorangan"})}
    assert found["lembaga"] == ""


def test_another_nik_is_a_change_that_stays_masked(skp: PermitTypeSpec, full: dict[str, Any]) -> None:
    [change] = changes(skp, full, {**full, "nik": seal("3516124503900003")})
    assert (change.old, change.new) == ("••••••0002", "••••••0003")


@pytest.mark.parametrize(
    ("parts", "value", "shown", "english"),
    [
        ({"type": "number", "decimals": 1, "unit": {"id": "m", "en": "metre"}}, "1250,5", "1.250,5 m", "1,250.5 metre"),
        ({"type": "number"}, 1250, "1.250", "1,250"),
        ({"type": "money"}, 150_000, "Rp150.000", "Rp150,000"),
        ({"type": "choices", "options": [{"value": "a", "label": {"id": "Satu", "en": "One"}},
                                         {"value": "b", "label": {"id": "Dua", "en": "Two"}}]},
         ["a", "b"], "Satu; Dua", "One; Two"),
        ({"type": "nib"}, "0220101000012", "0220101000012", "0220101000012"),
        ({"type": "point"}, "-7.473211, 112.433890", "-7.473211, 112.433890", "-7.473211, 112.433890"),
    ],
)  # fmt: skip
def test_other_types_read_in_both_languages(parts: dict[str, Any], value: Any, shown: str, english: str) -> None:
    field = FormField.model_validate({"key": "isi", "label": "Isi", **parts})
    assert _plain(display(field, value)) == shown
    with translation.override("en"):
        assert _plain(display(field, value)) == english


@pytest.mark.parametrize("value", [1250, "1250,5", "0,5", "1000000,125"])
def test_a_number_in_its_field_is_read_back_in_both_languages(value: Any) -> None:
    field = FormField.model_validate({"key": "isi", "label": "Isi", "type": "number", "decimals": 3})
    for language in ("id", "en"):
        with translation.override(language):
            assert rules.stored(field, in_field(field, value)) == value


def test_an_npwp_is_masked_too() -> None:
    field = FormField.model_validate({"key": "npwp", "label": "NPWP", "type": "npwp"})
    assert display(field, seal("123456789012345")) == "••••••2345"
    assert in_field(field, seal("123456789012345")) == "1234 5678 9012 345"


def test_the_summary_draws_rows_as_a_table_and_a_point_with_a_map() -> None:
    sections = made.content()["sections"]
    sections[0]["fields"].append({"key": "titik", "type": "point", "label": "Titik"})
    spec = made.spec(sections=sections)
    given = {"orang": [{"nama": "Ayu & Budi"}], "titik": "-7.473211, 112.433890"}
    page = render_to_string("answers/summary.html", {"sections": summary_rows(spec, given)})
    assert '<th scope="col">Nama</th>' in page
    assert '<td data-label="Nama">Ayu &amp; Budi</td>' in page
    assert 'href="https://www.openstreetmap.org/?mlat=-7.473211&amp;mlon=112.433890#map=17' in page


def test_officers_answers_are_summed_up_once_there_are_some() -> None:
    telaah = {"key": "telaah", "title": "Telaah", "stage": "periksa",
              "fields": [{"key": "saran", "type": "text", "label": "Saran"}]}  # fmt: skip
    spec = made.spec(sections=[*made.content()["sections"], telaah])
    assert [section.key for section in summary_rows(spec, {})] == ["isi"]
    assert [section.key for section in summary_rows(spec, {"saran": "Sesuai"})] == ["isi", "telaah"]
