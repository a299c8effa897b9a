"""Code -> what is wrong and how to mend it, in the words of people. A data table with three readers below it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from perizinan.files.page_words import PAGE_REMARKS, page_remark
from perizinan.web.texts import ukuran


@dataclass(frozen=True)
class Problem:
    what: str | Promise
    mend: str | Promise


_PRINT_AGAIN = _("Buka berkasnya, pilih Cetak, lalu Simpan sebagai PDF. Unggah hasilnya.")
_UPLOAD_AGAIN = _("Unggah lagi dari berkas aslinya.")

PROBLEMS: dict[str, Problem] = {
    # --- told at once, while the upload is received
    "empty": Problem(_("Berkas ini kosong."), _("Buka dulu di perangkat Anda, lalu unggah lagi.")),
    "too-large-image": Problem(
        _("Foto ini %(size)s, batasnya %(limit)s."), _("Foto ulang dengan ukuran lebih kecil, atau pilih PDF.")
    ),
    "too-large": Problem(
        _("Berkas ini %(size)s, batasnya %(limit)s."), _("Pindai ulang dengan resolusi 150 dpi, atau perkecil dulu.")
    ),
    "quota": Problem(
        _("Berkas di semua draf Anda menjadi %(size)s, batasnya %(limit)s."),
        _("Kirim atau hapus dulu salah satu draf."),
    ),
    "wrong-ending": Problem(_("Berkas %(ending)s tidak dapat kami terima."), _("Unggah %(accepted)s.")),
    "storage-away": Problem(
        _("Tempat penyimpanan sedang tidak menjawab, jadi berkas ini belum kami terima."),
        _("Unggah lagi beberapa menit lagi. Isian Anda yang lain tetap tersimpan."),
    ),
    # --- told by the checks
    "wrong-type": Problem(_("Isi berkas ini bukan %(accepted)s."), _("Unggah %(accepted)s yang dapat dibuka.")),
    "mismatch": Problem(
        _("Nama berkas ini berakhiran %(ending)s, tetapi isinya %(found)s."),
        _("Simpan ulang dengan jenis yang benar, lalu unggah lagi."),
    ),
    "encrypted": Problem(_("PDF ini dikunci."), _("Simpan ulang tanpa kata sandi.")),
    "cut-off": Problem(_("Berkas ini terpotong, bagian akhirnya tidak ada."), _UPLOAD_AGAIN),
    "damaged": Problem(_("Berkas ini rusak dan tidak dapat kami baca."), _UPLOAD_AGAIN),
    "unreadable": Problem(_("Berkas ini tidak dapat kami baca."), _PRINT_AGAIN),
    "too-complex": Problem(_("Isi berkas ini terlalu rumit untuk kami periksa."), _PRINT_AGAIN),
    "no-pages": Problem(_("PDF ini tidak punya halaman."), _UPLOAD_AGAIN),
    "too-many-pages": Problem(
        _("PDF ini %(pages)s halaman, batasnya %(max_pages)s."), _("Unggah halaman yang diminta saja.")
    ),
    "active-content": Problem(_("PDF ini berisi program, atau tautan yang membuka berkas di luar PDF."), _PRINT_AGAIN),
    "attachment-unreadable": Problem(
        _("PDF ini membawa lampiran di dalamnya yang tidak dapat kami periksa."), _PRINT_AGAIN
    ),
    "attachment-program": Problem(_("PDF ini membawa program di dalamnya."), _PRINT_AGAIN),
    "picture-too-large": Problem(
        _("Gambar di PDF ini %(width)s x %(height)s titik, terlalu besar untuk kami buka."),
        _("Pindai ulang dengan resolusi 150 dpi."),
    ),
    "mixed": Problem(_("Ada berkas lain yang disambung ke berkas ini."), _("Simpan ulang, lalu unggah hasilnya.")),
    "too-many-pixels": Problem(
        _("Foto ini %(width)s x %(height)s titik, terlalu besar untuk kami buka."),
        _("Foto ulang dengan ukuran lebih kecil."),
    ),
    "animated": Problem(_("Gambar ini bergerak."), _("Unggah foto biasa.")),
    # --- Word and Excel; a slot that takes them may take nothing else, so each is mended in the program itself
    "too-large-office": Problem(
        _("Berkas ini %(size)s, batasnya %(limit)s."), _("Perkecil gambar di dalamnya, lalu simpan ulang.")
    ),
    "encrypted-office": Problem(_("Berkas ini dikunci."), _("Simpan ulang tanpa kata sandi.")),
    "macros": Problem(
        _("Berkas ini berisi makro, yaitu program yang dapat berjalan sendiri."),
        _("Simpan ulang sebagai dokumen Word (.docx) atau Excel (.xlsx) tanpa makro."),
    ),
    "dde": Problem(
        _("Berkas ini mengambil data dari program lain saat dibuka."), _("Ganti isian itu dengan teks biasa.")
    ),
    "loads-outside": Problem(
        _("Berkas ini memuat gambar, templat, atau data dari tempat lain saat dibuka."),
        _("Putuskan tautannya supaya semua isi tersimpan di dalam berkas, lalu simpan ulang."),
    ),
    "unsafe-link": Problem(
        _("Berkas ini bertautan ke berkas atau program di komputer lain."),
        _("Hapus tautan itu, lalu simpan ulang."),
    ),
    "office-active": Problem(
        _("Berkas ini berisi tombol atau gambar yang menjalankan program."),
        _("Hapus bagian itu, lalu simpan ulang."),
    ),
    "office-embedded": Problem(
        _("Ada berkas atau objek lain yang disisipkan di dalam berkas ini."),
        _("Ganti objek itu dengan gambarnya, lalu simpan ulang."),
    ),
    "office-too-complex": Problem(
        _("Isi berkas ini terlalu rumit untuk kami periksa."), _("Salin isinya ke dokumen baru, lalu unggah hasilnya.")
    ),
    "infected": Problem(
        _("Pemeriksa virus menemukan virus di berkas ini. Berkasnya sudah kami hapus."),
        _("Periksa perangkat Anda, lalu unggah berkas lain."),
    ),
    "changed": Problem(_("Isi berkas ini berubah saat kami simpan."), _("Unggah lagi.")),
    "lost": Problem(_("Berkas ini tidak tersimpan pada kami."), _("Unggah lagi.")),
}

REMARKS: dict[str, str | Promise] = {
    "repaired": _("PDF ini sedikit rusak, tetapi masih terbaca. Pastikan semua halamannya ada."),
    "signed": _("PDF ini bertanda tangan elektronik. Kami menyimpannya tanpa mengubah isinya."),
    "attachments": _("PDF ini membawa %(attachments)s lampiran. Petugas membaca halamannya saja."),
    "extra-data": _("Berkas ini membawa data tambahan di belakangnya, misalnya video pendek dari ponsel."),
    "small-image": _("Foto ini kecil (%(width)s x %(height)s titik). Pastikan tulisannya terbaca."),
    "renamed": _("Isi berkas ini %(found)s, jadi kami membetulkan akhiran namanya."),
    "not-drawn": _("Halaman berkas ini tidak dapat kami tampilkan. Pastikan berkasnya dapat dibuka, atau unggah lagi."),
    "name-shortened": _("Nama berkas ini terlalu panjang. Kami memendekkannya."),
}

_DOCUMENTS = {"pdf": "PDF", "docx": "Word (.docx)", "xlsx": "Excel (.xlsx)"}

_CHECKING = _("Sedang diperiksa.")
TROUBLES: dict[str, str | Promise] = {
    "": _CHECKING,
    "clamd-away": _("Sedang diperiksa. Pemeriksa virus sedang tidak menjawab. Kami coba lagi sendiri."),
    "clamd-unsure": _("Sedang diperiksa. Pemeriksa virus belum memberi jawaban. Kami coba lagi sendiri."),
    "slow": _("Sedang diperiksa. Antrean kami sedang panjang. Kami coba lagi sendiri."),
    "bytes-away": _("Sedang diperiksa. Tempat penyimpanan sedang tidak menjawab. Kami coba lagi sendiri."),
    "fault": _("Sedang diperiksa. Ada gangguan di sistem kami. Kami coba lagi sendiri."),
}


def problem_sentence(code: str, facts: Mapping[str, Any]) -> str:
    problem = PROBLEMS[code]
    return f"{problem.what} {problem.mend}" % _worded(facts)


def remark_sentences(codes: list[str], facts: Mapping[str, Any]) -> list[str]:
    return [_remark_sentence(code, facts) for code in codes]


def remarks_on_page(codes: list[str], facts: Mapping[str, Any], page: int) -> list[str]:
    """What was noted about this page alone."""
    found = [code for code in codes if page in _pages_of(code, facts)]
    return [_remark_sentence(code, {**facts, code: [page]}) for code in found]


def remarks_on_file(codes: list[str], facts: Mapping[str, Any]) -> list[str]:
    """What was noted about the file and not about one of its pages."""
    return [_remark_sentence(code, facts) for code in codes if not _pages_of(code, facts)]


def _pages_of(code: str, facts: Mapping[str, Any]) -> list[int]:
    return list(facts.get(code, [])) if code in PAGE_REMARKS else []


def _remark_sentence(code: str, facts: Mapping[str, Any]) -> str:
    if code in PAGE_REMARKS:
        return page_remark(code, facts.get(code, []), photo="pages" not in facts)
    return str(REMARKS[code]) % _worded(facts)


def waiting_sentence(trouble: str) -> str:
    return str(TROUBLES.get(trouble, _CHECKING))


def accepted_words(names: list[str]) -> str:
    """`["pdf", "jpg"]` -> "PDF atau foto JPG"."""
    documents = [said for name, said in _DOCUMENTS.items() if name in names]
    images = [name.upper() for name in names if name not in _DOCUMENTS]
    parts = documents + ([str(_("foto")) + " " + ", ".join(images)] if images else [])
    return str(_(" atau ")).join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def _worded(facts: Mapping[str, Any]) -> dict[str, str]:
    words = {key: str(value) for key, value in facts.items()}
    for key in ("size", "limit"):
        if isinstance(facts.get(key), int):
            words[key] = ukuran(facts[key])
    for key in ("accepted",):
        if isinstance(facts.get(key), list):
            words[key] = accepted_words(facts[key])
    if "found" in facts:
        words["found"] = accepted_words([facts["found"]]) if facts["found"] else str(_("jenis lain"))
    return words
