"""The sentences of the audit for documents."""

from django.utils.translation import gettext_lazy as _

from perizinan.audit.verbs import register

register("document.attach", _("{actor} mengunggah dokumen {requirement} versi {version} pada {label}"))
register("document.reuse", _("{actor} memakai lagi dokumen {requirement} dari {source} pada {label}"))
register("document.photo", _("{actor} mengunggah foto untuk dokumen {requirement} pada {label}"))
register("document.photo-retake", _("{actor} mengganti foto untuk dokumen {requirement} pada {label}"))
register("document.photo-remove", _("{actor} menghapus foto untuk dokumen {requirement} pada {label}"))
register(
    "document.compose", _("{actor} menyatukan {count} foto menjadi dokumen {requirement} versi {version} pada {label}")
)
