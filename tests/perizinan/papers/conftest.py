import re
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from perizinan import papers

NOW = datetime(2026, 11, 24, 14, 32, tzinfo=timezone(timedelta(hours=7)))
Data = dict[str, Any]

KOP = {
    "address": "Jalan Contoh 1, Mojokerto 61300",
    "phone": "0321 000 000",
    "website": "perizinan.contoh.test",
    "email": "kantor@contoh.test",
}
LETTER: Data = {
    "kop": KOP,
    "title": "Surat Keterangan Penelitian",
    "number": "500.16.7.2/0007/SKP/416-113/XI/2026",
    "basis": [
        "Dasar hukum pertama jenis izin ini (contoh, menunggu konfirmasi kantor);",
        "Dasar hukum kedua tentang pendelegasian kewenangan penandatanganan perizinan (contoh);",
        "Rekomendasi Badan Kesatuan Bangsa dan Politik Nomor 000/00/2026 (contoh).",
    ],
    "opening": "DENGAN INI MEMBERIKAN SURAT KETERANGAN PENELITIAN KEPADA :",
    "holder": [
        {"label": "Nama", "value": "Budi Wibowo (contoh)"},
        {"label": "NIK", "value": "3516************"},
        {"label": "Alamat", "value": "Dusun Contoh RT 01 RW 02, Desa Trowulan, Kecamatan Trowulan"},
        {"label": "Lembaga", "value": "Universitas Contoh"},
    ],
    "subject_opening": "Untuk melaksanakan penelitian:",
    "subject": [
        {"label": "Judul", "value": "Struktur bata Majapahit dan penggunaannya kembali di permukiman sekarang"},
        {"label": "Lokasi", "value": "Desa Trowulan, Kecamatan Trowulan"},
        {"label": "Waktu", "value": "1 Desember 2026 sampai 28 Februari 2027"},
        {"label": "Anggota", "value": "Sari (contoh)\nAndi (contoh)"},
    ],
    "conditions": [
        "menaati ketentuan yang berlaku di lokasi penelitian;",
        "menyampaikan hasil penelitian kepada Bupati Mojokerto paling lambat satu bulan setelah selesai (contoh);",
        "surat keterangan ini dicabut bila pemegang tidak menaati syarat di atas.",
    ],
    "validity": "Surat keterangan ini berlaku dari 1 Desember 2026 sampai 28 Februari 2027.",
    "place": "Mojokerto",
    "date_text": "24 November 2026",
    "position": "Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu Kabupaten Mojokerto",
    "signer_name": "Nama Kepala Dinas (contoh)",
    "signer_rank": "Pembina Utama Muda",
    "signer_nip": "19700101 199503 1 000",
    "copies": ["Badan Kesatuan Bangsa dan Politik Kabupaten Mojokerto;", "Camat Trowulan."],
    "qr_url": "https://perizinan.contoh.test/v/7KQ2M9PX4T",
    "verify_address": "perizinan.contoh.test/periksa",
    "code": "K7QF2M9P",
    "signature_line": "Ditandatangani secara elektronik dengan otoritas uji portal. Bukan tanda tangan BSrE.",
    "test_band": papers.TEST_BAND,
}
OFFICE = "Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu Kabupaten Mojokerto"
DECREE: Data = {
    **{key: LETTER[key] for key in LETTER if key not in {"opening", "validity"}},
    "title": f"Keputusan {OFFICE}",
    "maker": OFFICE,
    "about": "Izin Trayek dan Kartu Pengawasan",
    "considering": [
        "bahwa CV Angkutan Contoh telah mengajukan permohonan izin trayek pada tanggal 24 November 2026;",
        "bahwa permohonan tersebut telah diperiksa dan memenuhi persyaratan;",
    ],
    "noting": ["Permohonan nomor 26-0048-270 tanggal 24 November 2026;"],
    "subject_opening": "Untuk melayani trayek:",
    "rulings": [
        {"label": "KESATU", "value": "Memberikan izin trayek kepada CV Angkutan Contoh."},
        {"label": "KEDUA", "value": "Pemegang izin wajib memenuhi syarat-syarat dalam Keputusan ini."},
        {"label": "KETIGA", "value": "Keputusan ini mulai berlaku pada tanggal ditetapkan."},
    ],
}
TABLE = {
    "title": "Daftar kendaraan",
    "heads": ["Nomor kendaraan", "Merek", "Tahun", "Uji berlaku sampai"],
    "rows": [[f"S {1000 + n} XX", "Isuzu (contoh)", "2021", "24\u00a0November\u00a02027"] for n in range(50)],
}
RECEIPT: Data = {
    "kop": KOP,
    "number": "26-0048-270",
    "tracking_code": "K7QF2M",
    "facts": [
        {"label": "Jenis permohonan", "value": "Surat Keterangan Penelitian"},
        {"label": "Pemohon", "value": "Budi Wibowo (contoh)"},
        {"label": "Diterima", "value": "24 November 2026, pukul 14.32 WIB"},
    ],
    "next_steps": [
        {"when": "Paling lambat 25 November 2026", "what": "Kami memeriksa kelengkapan berkas Anda."},
        {"when": "Setelah berkas lengkap", "what": "Batas waktu mulai berjalan dan kami menuliskan tanggalnya."},
        {"when": "Bila ada yang kurang", "what": "Kami mengirim semua perbaikan sekaligus kepada Anda."},
    ],
    "documents": [
        {"requirement": "Kartu Tanda Penduduk", "file_name": "ktp-budi.jpg", "sha256": "3fa9c1d04b7e"},
        {"requirement": "Surat pengantar lembaga", "file_name": "pengantar.pdf", "sha256": "90b1e2aa51c8"},
        {"requirement": "Proposal penelitian", "file_name": "proposal-final-2.pdf", "sha256": "c07d55e2f813"},
    ],
    "qr_url": "https://perizinan.contoh.test/lacak/",
    "track_address": "perizinan.contoh.test/lacak",
    "help_line": "Butuh bantuan? WhatsApp 0812 0000 0000, Senin sampai Jumat, pukul 07.30 sampai 15.30 WIB.",
    "demo_band": papers.DEMO_BAND,
}


@pytest.fixture
def letter() -> Callable[..., Data]:
    return lambda **changes: LETTER | changes


@pytest.fixture
def decree() -> Callable[..., Data]:
    return lambda **changes: DECREE | changes


@pytest.fixture
def receipt() -> Callable[..., Data]:
    return lambda **changes: RECEIPT | changes


def text_of(pdf: bytes, *how: str) -> str:
    """`-raw`: in the order in which it was set."""
    shown = subprocess.run(["pdftotext", *how, "-", "-"], input=pdf, capture_output=True, check=True)
    return shown.stdout.decode()


def words_of(pdf: bytes, *how: str) -> str:
    return " ".join(text_of(pdf, *how).split())


def pages_of(pdf: bytes) -> list[str]:
    return text_of(pdf).split("\f")[:-1]


def right_edge(pdf: bytes) -> float:
    shown = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    return max(float(edge) for edge in re.findall(r'xMax="([\d.]+)"', shown.stdout.decode()))
