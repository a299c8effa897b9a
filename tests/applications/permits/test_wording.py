from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from applications.permits import wording
from applications.permits.paper import Signature, paper
from applications.permits.wording import Told
from perizinan.office.models import OfficeProfile
from perizinan.papers import render
from tests.applications.catalogue.made import content, spec
from tests.make import NIK

pytestmark = pytest.mark.unit
SENT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
ANSWERS = {"nama": "Ayu {nik} (contoh)", "jenis": "neon", "luas": "12,5", "mulai": "2026-12-01"}
SIGNED = Signature(
    number="0007/CONTOH/2026",
    code="ABCD-2345",
    place="Mojokerto",
    date_text="24 November 2026",
    position="Kepala Dinas (contoh)",
    signer_name="Dewi (contoh)",
    signer_rank="",
    signer_nip="",
    qr_url="https://contoh.invalid/v/x/",
    verify_address="contoh.invalid/periksa/",
    signature_line="Contoh.",
    test_band=None,
)
LETTER = content()["letter"]
DECREE = {
    **LETTER,
    "style": "keputusan",
    "title": "Keputusan Kepala Dinas Contoh",
    "opening": "",
    "about": "Izin {jenis}",
    "considering": ["bahwa {nama} memohon.", "bahwa dikabulkan;"],
    "noting": ["Permohonan {nomor_permohonan}.", "Surat {nik}", "Izin lama {izin_lama}"],
    "rulings": ["Memberikan izin {jenis}.", "Dapat dicabut."],
}


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


def told(kind="new", answers=None, **more):
    changes = {key: more.pop(key) for key in ("letter", "fee", "sections") if key in more}
    about = {
        "kind": kind,
        "answers": ANSWERS | (answers or {}),
        "facts": {"@kind": kind, "@capacity": "self", "@holder": "person"},
        "applicant": "Ayu (contoh)",
        "place": "Desa Contoh, Kecamatan Sooko",
        "case_number": "26-0048-270",
        "submitted_at": SENT,
        "former_number": "",
        "valid_until": None,
    }
    return Told(spec=spec(**changes), **(about | more))


def paper_of(case):
    return paper(case, SIGNED, OfficeProfile())


def test_facts_of_the_case():
    said = wording.values(told("renewal", former_number="12/2025", valid_until=date(2027, 1, 31)))
    assert {key: value.replace("\u00a0", " ") for key, value in said.items() if key not in ANSWERS} == {
        "nik": "",
        "pemohon": "Ayu (contoh)",
        "lokasi": "Desa Contoh, Kecamatan Sooko",
        "nomor_permohonan": "26-0048-270",
        "tanggal_permohonan": "20 November 2026",
        "jenis_permohonan": "Perpanjangan",
        "izin_lama": "Nomor 12/2025",
        "berlaku_sampai": "31 Januari 2027",
        "biaya": "Tidak dipungut biaya",
    }


def test_new_permit_names_no_old_one_and_no_end_it_has_not():
    said = wording.values(told())
    assert (said["izin_lama"], said["berlaku_sampai"], said["jenis_permohonan"]) == ("", "", "Izin baru")


@pytest.mark.parametrize(
    ("fee", "said"),
    [
        ({"kind": "fixed", "amount": 150_000, "text": "Rp150.000"}, "Rp150.000"),
        ({"kind": "elsewhere", "text": "Pajak"}, ""),
    ],
)
def test_cost_is_what_the_type_counts(fee, said):
    assert wording.values(told(fee=fee))["biaya"] == said


def test_answers_read_as_on_the_pages():
    said = wording.values(told())
    assert (said["jenis"], said["luas"].replace("\u00a0", " ")) == ("Neon", "12,5 m²")
    assert said["mulai"].replace("\u00a0", " ") == "1 Desember 2026"


def test_hidden_fields_are_not_said():
    sections = content()["sections"]
    sections[0]["fields"][2]["show_if"] = {"field": "jenis", "is": "kain"}
    assert wording.values(told(sections=sections))["luas"] == ""


def test_what_somebody_typed_is_never_a_place():
    _, words = paper_of(told(letter={**LETTER, "holder": [["Nama", "{nama}"]]}))
    assert words.holder[0].value == "Ayu {nik} (contoh)"


def test_row_and_note_with_an_empty_place_are_left_out():
    pairs = [["Nama", "{nama}"], ["NIK", "{nik}"], ["Izin", "{izin_lama}, {jenis}"]]
    _, words = paper_of(told(letter={**LETTER, "holder": pairs}))
    assert [row.label for row in words.holder] == ["Nama"]
    _, decree = paper_of(told(letter=DECREE))
    assert decree.noting == ["Permohonan 26-0048-270;"]


def test_empty_place_in_a_sentence_shows_as_a_dash():
    _, words = paper_of(told(letter={**LETTER, "validity": "Berlaku sampai {berlaku_sampai}."}))
    assert words.validity == "Berlaku sampai -."


def test_decree_says_its_parts():
    template, words = paper_of(told(letter=DECREE))
    assert (template, words.about, words.maker) == ("decree", "Izin Neon", "Kepala Dinas Contoh")
    assert words.considering == ["bahwa Ayu {nik} (contoh) memohon;", "bahwa dikabulkan;"]
    assert words.basis == ["Perda Contoh (contoh, sesuaikan);"]
    assert [(row.label, row.value) for row in words.rulings] == [
        ("KESATU", "Memberikan izin Neon."),
        ("KEDUA", "Dapat dicabut."),
        ("KETIGA", "Berlaku."),
    ]
    assert render(template, words.model_dump(), now=SENT)


def test_rulings_are_counted_in_words():
    labels = [row.label for row in wording.rulings("x" * 21)]
    assert labels[:4] == ["KESATU", "KEDUA", "KETIGA", "KEEMPAT"]
    assert labels[9:12] == ["KESEPULUH", "KESEBELAS", "KEDUA BELAS"]
    assert labels[20] == "KEDUA PULUH SATU"


COLUMNS = [
    {"key": "nama", "type": "text", "label": "Nama"},
    {"key": "nik", "type": "nik", "label": "NIK"},
    {"key": "telepon", "type": "phone", "label": "Telepon"},
    {"key": "lahir", "type": "date", "label": "Lahir"},
    {"key": "catatan", "type": "text", "label": "Catatan", "required": False},
]
PEOPLE = [
    {"nama": "Ayu", "nik": {"enc": "x", "last4": NIK[-4:]}, "telepon": "081200000007", "lahir": "1999-05-05"},
    {"nama": "Budi", "nik": {"enc": "x", "last4": NIK[-4:]}, "telepon": "081200000008", "lahir": "", "catatan": ""},
]


def table_of(**chosen):
    sections = content()["sections"]
    sections[0]["fields"][5]["columns"] = COLUMNS
    letter = {**LETTER, "tables": [{"field": "orang", "title": "Anggota", **chosen}]}
    return list(wording.tables(told(letter=letter, sections=sections, answers={"orang": PEOPLE})))


def test_table_has_every_column_that_is_not_personal_and_was_filled():
    (table,) = table_of()
    assert table.heads == ["Nama", "Lahir"]
    assert [[cell.replace("\u00a0", " ") for cell in row] for row in table.rows] == [
        ["Ayu", "5 Mei 1999"],
        ["Budi", "-"],
    ]


def test_table_has_the_chosen_columns_in_their_order():
    (table,) = table_of(columns=["lahir", "nama"])
    assert table.heads == ["Lahir", "Nama"]


def test_table_without_rows_is_left_out():
    letter = {**LETTER, "tables": [{"field": "orang", "title": "Anggota"}]}
    assert list(wording.tables(told(letter=letter))) == []
    assert list(wording.tables(told(letter=letter, answers={"orang": [{"nama": ""}]}))) == []
