"""What the parts of a permit type are called, for pages and comparisons. A table of words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = dict[str, "str | Promise"]

FIELD_TYPES: Words = {
    "text": _("teks"),
    "long_text": _("teks panjang"),
    "number": _("angka"),
    "money": _("uang"),
    "date": _("tanggal"),
    "choice": _("pilihan"),
    "choices": _("beberapa pilihan"),
    "yes_no": _("ya atau tidak"),
    "nik": "NIK",
    "nib": "NIB",
    "npwp": "NPWP",
    "phone": _("nomor ponsel"),
    "email": _("e-mail"),
    "village": _("desa atau kelurahan"),
    "point": _("titik peta"),
    "rows": _("daftar baris"),
    "computed": _("terisi sendiri"),
}
STAGE_KINDS: Words = {
    "check": _("pemeriksaan kelengkapan"),
    "recommendation": _("rekomendasi"),
    "visit": _("pemeriksaan lapangan"),
    "payment": _("pembayaran"),
    "endorsement": _("paraf"),
    "approval": _("persetujuan"),
}
KINDS: Words = {
    "new": _("izin baru"),
    "renewal": _("perpanjangan"),
    "amendment": _("perubahan"),
    "duplicate": _("duplikat"),
    "revocation": _("pencabutan"),
}
FEE_KINDS: Words = {
    "free": _("gratis"),
    "fixed": _("tetap"),
    "table": _("menurut tabel"),
    "formula": _("menurut rumus"),
    "elsewhere": _("ditagih instansi lain"),
}
CHANNELS: Words = {
    "local": _("di portal ini"),
    "oss": "OSS",
    "simbg": "SIMBG",
    "mppdn": "MPP Digital",
    "amdalnet": "Amdalnet",
}
CONFIDENCE: Words = {
    "H": pgettext_lazy("keyakinan", "tinggi"),
    "M": pgettext_lazy("keyakinan", "sedang"),
    "L": pgettext_lazy("keyakinan", "rendah"),
    "BG": pgettext_lazy("keyakinan", "latar belakang"),
}
FORMATS: Words = {"image": _("foto"), "pdf": "PDF", "docx": "Word", "xlsx": "Excel"}
LETTER_STYLES: Words = {"surat": _("surat"), "keputusan": _("keputusan")}
FACTS: Words = {"@capacity": _("yang mengurus"), "@kind": _("permohonan"), "@holder": _("pemegang izin")}
FACT_VALUES: dict[str, Words] = {
    "@capacity": {
        "self": _("diri sendiri"),
        "business": _("usaha sendiri"),
        "power": _("penerima kuasa"),
        "officer": _("petugas loket"),
    },
    "@kind": KINDS,
    "@holder": {"person": _("perorangan"), "business": _("badan usaha")},
}


def word(words: Words, value: str) -> str:
    return str(words.get(value, value))
