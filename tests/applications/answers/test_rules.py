from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.answers import dates, rules, timing
from applications.answers.format import display, in_field
from applications.catalogue.schema import FormField, PermitTypeSpec
from perizinan.vault import unseal

NIK = "3516124503900002"


def _field(**parts: Any) -> FormField:
    return FormField.model_validate({"key": "isi", "label": "Isi", **parts})


@pytest.mark.parametrize(
    "typed",
    [
        *("1 Desember 2026", "1 desember 2026", "01 Des 2026", "1-12-2026", "1/12/2026", "1.12.2026", "2026-12-01"),
        *(
            "Selasa, 1 Desember 2026",
            "1 December 2026",
            "1\u00a0Desember\u00a02026",
            " 1  Desember  2026 ",
            "1-Des-2026",
        ),
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str) -> None:
    assert dates.read(typed) == date(2026, 12, 1)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_a_date_comes_back_from_its_own_words(day: date) -> None:
    field = _field(type="date")
    assert rules.stored(field, in_field(field, day.isoformat())) == day.isoformat()


@pytest.mark.parametrize(
    ("parts", "typed", "value"),
    [
        ({"type": "text"}, "  dua   kata \n", "dua kata"),
        ({"type": "text"}, "tan\0da", "tanda"),
        ({"type": "text"}, "foto \u202egpj.exe", "foto gpj.exe"),
        ({"type": "long_text"}, "satu  \r\n\r\n\r\n\r\ndua", "satu\n\ndua"),
        ({"type": "number"}, "1.250", 1250),
        ({"type": "date"}, "1 Desember 2026", "2026-12-01"),
        ({"type": "yes_no"}, "ya", "ya"),
        ({"type": "phone"}, "0812 345 6790", "+628123456790"),
        ({"type": "email"}, " AYU@Contoh.ID ", "ayu@contoh.id"),
    ],
)
def test_what_is_typed_is_stored_in_one_form(parts: dict[str, Any], typed: str, value: Any) -> None:
    assert rules.stored(_field(**parts), typed) == value


@pytest.mark.parametrize(
    ("parts", "typed", "sentence"),
    [
        ({"type": "text", "max_length": 5}, "enamxx", "Isi paling panjang 5 huruf. Anda mengetik 6."),
        ({"type": "number"}, "dua", "Isi harus angka. Contoh: 3"),
        ({"type": "number", "minimum": 2}, "1", "Isi paling sedikit 2."),
        ({"type": "number", "maximum": 2}, "3", "Isi paling banyak 2."),
        ({"type": "date"}, "besok", "Isi belum terbaca. Tulis seperti 1 Desember 2026."),
        ({"type": "date"}, "1-12-26", "Isi belum terbaca. Tulis seperti 1 Desember 2026."),
        ({"type": "date"}, "31 Februari 2026", "Isi tidak ada di kalender. Periksa lagi."),
        ({"type": "yes_no"}, "maybe", "Pilih Ya atau Tidak."),
        ({"type": "choice", "options": [{"value": "a", "label": "A"}]}, "b", "Pilih salah satu jawaban yang ada."),
        ({"type": "nik"}, "351600000000000", "NIK harus 16 angka. Anda mengetik 15."),
        ({"type": "phone"}, "12", "Nomor ponsel ini belum benar. Contoh: 0812 3456 7890."),
        ({"type": "email"}, "ayu@", "Alamat e-mail ini belum lengkap. Contoh: nama@contoh.id."),
    ],
)
def test_what_cannot_be_right_is_kept_and_said(parts: dict[str, Any], typed: str, sentence: str) -> None:
    field = _field(**parts)
    value = rules.stored(field, typed)
    assert rules.problem(field, value) == sentence
    assert rules.typed_again(field, value) == typed


@given(st.text(max_size=60))
def test_no_words_break_a_field(text: str) -> None:
    for kind in ("text", "long_text", "number", "date", "yes_no", "nik", "phone", "email"):
        field = _field(type=kind)
        value = rules.stored(field, text)
        rules.problem(field, value)
        display(field, value)


@pytest.mark.parametrize("typed", [NIK, "3516 1245 0390 0002", "351600000000000"])
def test_a_nik_is_sealed_whether_right_or_wrong(typed: str) -> None:
    field = _field(type="nik")
    value = rules.stored(field, typed)
    assert typed.replace(" ", "") not in str(value)
    assert unseal(value).replace(" ", "") == typed.replace(" ", "")


def test_a_label_inside_a_sentence_is_small_unless_it_is_an_abbreviation(skp: PermitTypeSpec) -> None:
    start, end = skp.field("mulai"), skp.field("selesai")
    said = timing.too_early(end, "2026-11-30", start, "2026-12-01")
    assert said == "Tanggal selesai lebih awal dari tanggal mulai."
    assert timing.too_early(end, "2026-12-01", start, "2026-12-01") == ""
    assert timing.too_early(end, "kapan-kapan", start, "2026-12-01") == ""


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("judul", "Judul penelitian belum diisi."),
        ("bidang", "Bidang penelitian belum dipilih."),
        ("kelompok", "Pertanyaan “Apakah penelitian ini dikerjakan berkelompok?” belum dijawab."),
    ],
)
def test_missing(skp: PermitTypeSpec, key: str, sentence: str) -> None:
    assert rules.missing(skp.field(key)) == sentence
