"""The sentences of the audit for documents."""

from django.utils.translation import gettext_lazy as _

from perizinan.audit.verbs import register

register("document.attach", _("{actor} mengunggah dokumen {requirement} versi {version} pada {label}"))
