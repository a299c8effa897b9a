from typing import Any

import pytest
from django.utils import translation

from applications.answers.changes import changes
from applications.answers.format import display, in_field, summary_rows
from applications.catalogue.schema import PermitTypeSpec
from perizinan.vault import seal
from tests.applications.answers.conftest import NIK


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
