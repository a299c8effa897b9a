"""The smallest permit type that works, to change one thing at a time."""

import copy
from typing import Any

from applications.catalogue.schema import PermitTypeSpec

SMALLEST: dict[str, Any] = {
    "slug": "contoh",
    "name": {"id": "Izin Contoh", "en": "Sample Permit"},
    "channel": "local",
    "audience": "Untuk contoh.",
    "fee": {"text": "Gratis"},
    "bases": [{"key": "perda-contoh", "title": "Perda Contoh (contoh, sesuaikan)"}],
    "limits": {"completeness_days": 2, "processing_days": 5},
    "sections": [
        {
            "key": "isi",
            "title": "Isi",
            "fields": [
                {"key": "nama", "type": "text", "label": "Nama"},
                {"key": "jenis", "type": "choice", "label": "Jenis",
                 "options": [{"value": "kain", "label": "Kain"}, {"value": "neon", "label": "Neon"}]},
                {"key": "luas", "type": "number", "label": "Luas", "decimals": 2, "unit": "m²"},
                {"key": "mulai", "type": "date", "label": "Mulai"},
                {"key": "nik", "type": "nik", "label": "NIK", "required": False},
                {"key": "orang", "type": "rows", "label": "Orang", "required": False,
                 "columns": [{"key": "nama", "type": "text", "label": "Nama"}]},
            ],
        }
    ],
    "requirements": [{"key": "ktp", "name": "KTP"}],
    "stages": [
        {"key": "periksa", "kind": "check", "name": "Periksa", "work": "memeriksa", "role": "VERIFIER",
         "unit": "dpmptsp", "days": 1},
        {"key": "saran", "kind": "recommendation", "name": "Saran", "work": "mengkaji", "role": "TECHNICAL",
         "unit": "dinkes", "days": 2},
        {"key": "setuju", "kind": "approval", "name": "Setuju", "work": "menimbang", "role": "HEAD",
         "unit": "dpmptsp", "days": 1},
    ],
    "letter": {"title": "Izin Contoh", "opening": "Diberikan kepada:", "holder": [["Nama", "{nama}"]],
               "validity": "Berlaku."},
    "numbering": {"series": "contoh", "pattern": "{urut:04}/{unit}/{tahun}", "start": 1},
}  # fmt: skip


def content(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(SMALLEST) | changes


def spec(**changes: Any) -> PermitTypeSpec:
    return PermitTypeSpec.model_validate(content(**changes))
