"""Examples for the gallery of parts (`/galeri/`, DEBUG only): every part in every state, nothing from the database."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django import forms

from perizinan.web.pagination import Page

_NOW = datetime(2026, 11, 24, 7, 32, tzinfo=UTC)
_STATES = [
    ("Draf", "ring", "is-idle"),
    ("Menunggu verifikasi", "clock", "is-ours"),
    ("Sedang diperiksa", "half", "is-ours"),
    ("Perlu perbaikan", "warn", "is-yours"),
    ("Menunggu pembayaran", "clock", "is-yours"),
    ("Menunggu tanda tangan", "clock", "is-ours"),
    ("Terbit", "ok", "is-done"),
    ("Dianggap dikabulkan", "ok", "is-done"),
    ("Ditolak", "no", "is-bad"),
    ("Ditarik pemohon", "dash", "is-idle"),
    ("Gugur", "dash", "is-idle"),
]
_LIGHTS = [
    ("late", "Lewat 1 hari"),
    ("today", "Hari ini"),
    ("amber", "2 hari lagi"),
    ("green", "6 hari lagi"),
    ("stopped", "Berhenti"),
]
_FILES: list[dict[str, Any]] = [
    {"title": "Gambar rancangan", "key": "g-f1", "upload": True},
    {
        "title": "Bukti pajak reklame",
        "say": "Sedang diperiksa",
        "mark": "clock",
        "kind": "is-ours",
        "line": "Muat ulang untuk melihat hasil",
    },
    {
        "title": "KTP penanggung jawab",
        "say": "Diterima",
        "mark": "ok",
        "kind": "is-done",
        "line": "ktp-contoh.jpg, 1,2 MB",
    },
    {
        "title": "Surat persetujuan pemilik lahan",
        "say": "Diterima dengan catatan: halaman 2 buram",
        "mark": "warn",
        "kind": "is-yours",
        "line": "surat-lahan.pdf, 3,4 MB",
    },
    {
        "title": "Akta pendirian usaha",
        "say": "Ditolak: PDF ini dikunci.",
        "mark": "no",
        "kind": "is-bad",
        "line": "Simpan ulang tanpa kata sandi.",
        "key": "g-f2",
        "upload": True,
    },
]


@dataclass(frozen=True)
class _Event:
    on: date
    sentence: str
    unit: str


@dataclass(frozen=True)
class _Row:
    light: str
    say: str
    holder: str
    reference: str
    permit: str
    place: str
    stage_no: int
    stages: int
    stage: str
    turn: str
    mine: bool = False
    rounds: int = 0
    back: bool = False
    href: str = "#"


class _Example(forms.Form):
    kind = forms.ChoiceField(
        label="Jenis reklame", choices=[("papan", "Papan nama usaha"), ("baliho", "Baliho")], widget=forms.RadioSelect
    )
    words = forms.CharField(label="Tulisan pada reklame", help_text="Tulis persis seperti yang akan dipasang.")
    nik = forms.RegexField(
        r"^\d{16}$",
        label="NIK penanggung jawab",
        help_text="16 angka di KTP. Boleh ditempel dengan spasi.",
        error_messages={"invalid": "NIK harus 16 angka. Anda mengetik 15."},
        widget=forms.TextInput(attrs={"class": "w16 number", "inputmode": "numeric", "data-group": "4"}),
    )
    width = forms.DecimalField(
        label="Lebar",
        error_messages={"required": "Lebar belum diisi. Ukur dari tepi kiri ke tepi kanan."},
        widget=forms.TextInput(attrs={"class": "w4", "inputmode": "decimal"}),
    )
    height = forms.DecimalField(label="Tinggi", widget=forms.TextInput(attrs={"class": "w4", "inputmode": "decimal"}))
    starts = forms.CharField(
        label="Mulai dipasang", help_text="Contoh: 1 Desember 2026", widget=forms.TextInput(attrs={"class": "w16"})
    )
    district = forms.ChoiceField(label="Kecamatan", choices=[("1", "Sooko"), ("2", "Trowulan")])
    days = forms.MultipleChoiceField(
        label="Hari buka",
        required=False,
        choices=[("sen", "Senin"), ("sel", "Selasa")],
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label="Keterangan", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    true = forms.BooleanField(label="Isian dan dokumen ini benar, dan saya berhak mengajukannya.")


_EVENTS = [
    _Event(date(2026, 11, 25), "Kami mengembalikan permohonan: 2 hal perlu diperbaiki.", "Verifikator DPMPTSP"),
    _Event(date(2026, 11, 24), "Kami terima pukul 14.32 WIB.", "Sistem"),
]
_FACTS = [
    ("Biaya", "Gratis"),
    ("Lama proses", "5 hari kerja sejak berkas lengkap"),
    ("Berlaku", "1 tahun"),
    ("Diurus oleh", "DPMPTSP"),
]
_ANSWERS = [("Tulisan pada reklame", "Bata Lestari (contoh)"), ("Lebar", "3 meter"), ("Keterangan", "")]
_TABS = [
    {"label": "Giliran saya", "href": "#", "count": 12},
    {"label": "Unit saya", "href": "#", "count": 31, "current": True},
    {"label": "Semua", "href": "#", "count": "999+"},
]
_CHIPS = [{"label": "Jenis izin: Reklame", "href": "#"}]
_QUEUE = [
    _Row(
        "late",
        "Lewat 2 hari",
        "Warung Soto (contoh)",
        "26-0031-114",
        "Izin Reklame",
        "Sooko, Desa Contoh",
        3,
        5,
        "Rekomendasi teknis",
        "Bapenda",
        rounds=2,
    ),
    _Row(
        "today",
        "Hari ini",
        "Yayasan Tunas Aksara (contoh)",
        "26-0036-482",
        "Izin Pendirian PAUD",
        "Puri, Desa Contoh",
        3,
        6,
        "Pemeriksaan lapangan",
        "Dinas Pendidikan",
        rounds=1,
    ),
    _Row(
        "green",
        "3 hari lagi",
        "CV Bata Lestari (contoh)",
        "26-0048-270",
        "Izin Reklame",
        "Sooko, Desa Contoh",
        2,
        5,
        "Pemeriksaan berkas",
        "Saya",
        mine=True,
        rounds=1,
        back=True,
    ),
    _Row(
        "stopped",
        "Berhenti",
        "Nareswari Hapsari (contoh)",
        "26-0044-812",
        "SIP Perawat",
        "Trawas, Desa Contoh",
        2,
        5,
        "Pemeriksaan berkas",
        "Pemohon, 4 hari",
    ),
]
_BARS = [
    {"label": "Agustus", "amount": 42, "late": 0, "most": 70, "words": ""},
    {"label": "September", "amount": 57, "late": 2, "most": 70, "words": "2 terlambat"},
    {"label": "Oktober", "amount": 61, "late": 5, "most": 70, "words": "5 terlambat"},
]


def context() -> dict[str, Any]:
    form = _Example(
        {
            "kind": "papan",
            "words": "Bata Lestari (contoh)",
            "nik": "351600000000000",
            "height": "1,2",
            "starts": "7 Desember 2026",
            "true": "on",
        }
    )
    return {
        "example": form,
        "pair": [form["width"], form["height"]],
        "now": _NOW,
        "states": _STATES,
        "lights": _LIGHTS,
        "files": _FILES,
        "events": _EVENTS,
        "facts": _FACTS,
        "answers": _ANSWERS,
        "tabs": _TABS,
        "chips": _CHIPS,
        "queue": _QUEUE,
        "page": Page(rows=[], earlier="a", later="b"),
        "bars": _BARS,
    }
