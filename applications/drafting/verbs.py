"""The sentences of the audit for drafts; those of moves stand in lifecycle."""

from django.utils.translation import gettext_lazy as _

from perizinan.audit.verbs import register

RENEWED = register("application.renewed", _("Draf {label} pindah ke formulir versi {to}"))
TRANSFERRED_FROM = register(
    "application.transferred_from", _("{actor} membuka draf {label} sebagai pengganti permohonan {source}")
)
