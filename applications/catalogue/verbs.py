"""The sentences of the audit for permit types."""

from django.utils.translation import gettext_lazy as _

from perizinan.audit.verbs import register

PUBLISHED = register("catalogue.published", _("{actor} menerbitkan jenis izin {label} versi {number}"))
CLOSED = register("catalogue.closed", _("{actor} menutup jenis izin {label} dengan versi {number}"))
PREPARED = register("catalogue.prepared", _("{actor} menyiapkan versi berikutnya dari jenis izin {label}"))
PLANNED = register("catalogue.planned", _("{actor} menjadwalkan jenis izin {label} terbit pada {at}"))
UNPLANNED = register("catalogue.unplanned", _("{actor} membatalkan jadwal terbit jenis izin {label}"))
NOT_PUBLISHED = register(
    "catalogue.not_published", _("Jenis izin {label} tidak dapat terbit pada waktunya: {count} masalah")
)
BASIS_REPLACED = register("catalogue.basis_replaced", _("{actor} mengganti dasar hukum {label} dengan {new}"))
