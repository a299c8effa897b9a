from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings

from applications.catalogue.diff import Change, differences
from applications.catalogue.diff_words import ATTRIBUTES
from applications.catalogue.load import canonical
from applications.catalogue.schema import PermitTypeSpec
from tests.applications.catalogue import made
from tests.applications.catalogue.generated import specs

pytestmark = pytest.mark.unit
slow = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def fields(content: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = content["sections"][0]["fields"]
    return found


def moved(content: dict[str, Any]) -> None:
    fields(content).insert(0, fields(content).pop(3))


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], object], Change]] = {
    "a new field": (
        lambda c: fields(c).append(
            {"key": "x", "type": "number", "label": "Berat", "show_if": {"field": "jenis", "is": "neon"}}
        ),
        Change("Bagian Isi", "Isian baru: Berat (angka), bila Jenis = Neon"),
    ),
    "a field gone": (lambda c: fields(c).pop(3), Change("Bagian Isi", "Isian dihapus: Mulai (tanggal)")),
    "a label": (
        lambda c: fields(c)[2].update(label="Luas lahan"),
        Change("Bagian Isi, Isian Luas lahan", "Judul isian berubah dari “Luas” menjadi “Luas lahan”"),
    ),
    "its English": (
        lambda c: fields(c)[2].update(label={"id": "Luas", "en": "Area"}),
        Change("Bagian Isi, Isian Luas", "Judul isian (bahasa Inggris) ditambahkan: “Area”"),
    ),
    "its type": (
        lambda c: fields(c)[0].update(type="long_text"),
        Change("Bagian Isi, Isian Nama", "Jenis isian berubah dari “teks” menjadi “teks panjang”"),
    ),
    "no longer required": (
        lambda c: fields(c)[0].update(required=False),
        Change("Bagian Isi, Isian Nama", "Tidak lagi wajib diisi"),
    ),
    "a condition": (
        lambda c: fields(c)[2].update(show_if={"field": "jenis", "in": ["kain", "neon"]}),
        Change("Bagian Isi, Isian Luas", "Syarat tampil ditambahkan: “Jenis = Kain atau Neon”"),
    ),
    "the order": (
        moved,
        Change("Bagian Isi", "Urutan isian berubah: Mulai, Nama, Jenis, Luas, NIK, Orang"),
    ),
    "an option": (
        lambda c: fields(c)[1]["options"].append({"value": "lain", "label": "Lain"}),
        Change("Bagian Isi, Isian Jenis", "Pilihan baru: Lain"),
    ),
    "a column": (
        lambda c: fields(c)[5]["columns"].append({"key": "umur", "type": "number", "label": "Umur"}),
        Change("Bagian Isi, Isian Orang", "Isian baru: Umur (angka)"),
    ),
    "a requirement": (
        lambda c: c["requirements"].append({"key": "foto", "name": "Foto"}),
        Change("", "Persyaratan baru: Foto"),
    ),
    "a section": (
        lambda c: c["sections"].append(
            {
                "key": "b",
                "title": "Alat",
                "fields": [
                    {"key": "a", "type": "text", "label": "Merek"},
                    {"key": "t", "type": "date", "label": "Dibeli"},
                ],
            }
        ),
        Change("", "Bagian baru: Alat (Merek: teks; Dibeli: tanggal)"),
    ),
    "a choice": (
        lambda c: fields(c).append(
            {
                "key": "x",
                "type": "choice",
                "label": "Warna",
                "required": False,
                "options": [{"value": "m", "label": "Merah"}, {"value": "b", "label": "Biru"}],
            }
        ),
        Change("Bagian Isi", "Isian baru: Warna (pilihan; Merah; Biru; boleh kosong)"),
    ),
    "a requirement that need not be": (
        lambda c: c["requirements"].append({"key": "foto", "name": "Foto", "required": False}),
        Change("", "Persyaratan baru: Foto (tidak wajib)"),
    ),
    "closed with a successor": (
        lambda c: c.update(closed={"text": "Diganti.", "successor": "lain"}),
        Change("", "Penutupan ditambahkan: “Diganti.; lain”"),
    ),
    "a format": (
        lambda c: c["requirements"][0].update(accept=["pdf"]),
        Change("Persyaratan KTP", "Format berkas, dihapus: “foto”"),
    ),
    "a stage gone": (
        lambda c: c["stages"].pop(1),
        Change("", "Tahap dihapus: Saran (rekomendasi; OPD teknis, dinkes; 2\u00a0hari\u00a0kerja)"),
    ),
    "days of a stage": (
        lambda c: c["stages"][1].update(days=1),
        Change("Tahap Saran", "Batas waktu tahap (hari kerja) berubah dari 2 menjadi 1"),
    ),
    "side by side": (
        lambda c: c["stages"].insert(2, {**c["stages"][1], "key": "b", "name": "B", "with_previous": True}),
        Change(
            "",
            "Tahap baru: B (rekomendasi; OPD teknis, dinkes; 2\u00a0hari\u00a0kerja; bersamaan dengan tahap di atas)",
        ),
    ),
    "a limit": (
        lambda c: c["limits"].update(processing_days=7),
        Change("Batas waktu", "Batas penyelesaian (hari kerja) berubah dari 5 menjadi 7"),
    ),
    "a fee": (
        lambda c: c.update(fee={"kind": "fixed", "amount": 50000, "text": "Gratis"}),
        Change("Biaya", "Besar biaya ditambahkan: Rp50.000"),
    ),
    "a kind": (
        lambda c: c.update(kinds=["new", {"kind": "renewal", "processing_days": 4}]),
        Change("", "Kini melayani: perpanjangan"),
    ),
    "a word of the letter": (
        lambda c: c["letter"].update(holder=[["Nama lengkap", "{nama}"]]),
        Change("Surat", "Data pemegang di surat berubah dari “Nama: {nama}” menjadi “Nama lengkap: {nama}”"),
    ),
    "a line of the letter": (
        lambda c: c["letter"].update(conditions=["Menjaga kebersihan."]),
        Change("Surat", "Ketentuan di surat, baru: “Menjaga kebersihan.”"),
    ),
    "a letter of a kind": (
        lambda c: c.update(kinds=["new", "duplicate"], letters={"duplicate": {**c["letter"], "title": "Duplikat"}}),
        Change("Surat (duplikat)", "Baru: Duplikat"),
    ),
    "a law": (
        lambda c: c["bases"].append({"key": "uu-contoh", "title": "UU Contoh"}),
        Change("", "Dasar hukum baru: UU Contoh"),
    ),
    "a search word": (lambda c: c.update(synonyms=["ijin"]), Change("", "Kata pencarian, baru: “ijin”")),
    "closed": (
        lambda c: c.update(closed={"text": "Sekarang lewat OSS."}),
        Change("", "Penutupan ditambahkan: “Sekarang lewat OSS.”"),
    ),
    "validity": (lambda c: c.update(valid_for={"years": 5}), Change("", "Lama berlaku ditambahkan: 5\u00a0tahun")),
    "the start of the series": (
        lambda c: c["numbering"].update(start=100),
        Change("Penomoran", "Nomor awal berubah dari 1 menjadi 100"),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_said_in_words(name: str) -> None:
    change, expected = CHANGES[name]
    content = made.content()
    change(content)
    found = differences(made.spec(), PermitTypeSpec.model_validate(content))
    assert expected in found


def test_what_has_no_words_is_said_with_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ATTRIBUTES, "FormField.pattern")
    content = made.content()
    fields(content)[0]["pattern"] = {"regex": "[A-Z ]+", "example": "AYU"}
    assert differences(made.spec(), PermitTypeSpec.model_validate(content)) == [
        Change(
            "Bagian Isi, Isian Nama",
            'sections[isi].fields[nama].pattern ditambahkan: {"regex": "[A-Z ]+", "example": "AYU"}',
        )
    ]


def test_the_same_type_has_no_differences() -> None:
    assert differences(made.spec(), made.spec()) == []


def test_a_moved_field_is_neither_gone_nor_new() -> None:
    content = made.content()
    moved(content)
    assert len(differences(made.spec(), PermitTypeSpec.model_validate(content))) == 1


@slow
@given(specs, specs)
def test_two_different_types_always_differ_in_words(old: PermitTypeSpec, new: PermitTypeSpec) -> None:
    same = canonical(old)[1] == canonical(new)[1]
    assert (differences(old, new) == []) is same
    assert differences(old, old) == []


@slow
@given(specs)
def test_every_attribute_that_changes_is_found(spec: PermitTypeSpec) -> None:
    """One value changed anywhere, deep inside, is one difference at least."""
    changed = spec.model_copy(update={"minutes": spec.minutes + 1})
    assert [change.sentence for change in differences(spec, changed)] == [
        f"Lama mengisi (menit) berubah dari {spec.minutes} menjadi {spec.minutes + 1}"
    ]


def test_numbers_that_are_equal_but_written_otherwise_are_a_difference() -> None:
    old, new = made.content(), made.content()
    fields(old)[2]["minimum"], fields(new)[2]["minimum"] = 2, 2.0
    found = differences(PermitTypeSpec.model_validate(old), PermitTypeSpec.model_validate(new))
    assert found == [Change("", "sections[0].fields[2].minimum berubah dari 2 menjadi 2.0")]


def test_the_reader_chooses_the_language() -> None:
    content = made.content(name={"id": "Izin Contoh", "en": "Sample Licence"})
    with translation.override("en"):
        found = differences(made.spec(), PermitTypeSpec.model_validate(content))
    assert len(found) == 1
    assert "“Sample Licence”" in found[0].sentence
