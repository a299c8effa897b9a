"""The sentences of the audit for permits."""

from django.utils.translation import gettext_lazy as _

from perizinan.audit.verbs import register

register("permit.seal", _("{actor} menandatangani surat {label}"))
register("permit.sign_failed", _("Penandatanganan surat {label} oleh {actor} gagal: {problem}"))
register("permit.download", _("{actor} mengunduh surat {label}"))
register("permit.replaced", _("Izin {label} diganti oleh {number}, yang ditandatangani {actor}"))
register("permit.revoked", _("Izin {label} dicabut dengan {number}, yang ditandatangani {actor}"))
