"""The sentences of the audit for reading at the desk."""

from django.utils.translation import gettext_lazy as _

from perizinan.audit.verbs import register

register("case.reveal", _("{actor} menampilkan NIK pada permohonan {label}"))
