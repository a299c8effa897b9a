"""The sentences of the audit for the desk."""

from django.utils.translation import gettext_lazy as _

from perizinan.audit.verbs import register

register("case.claim", _("{actor} mengambil kasus {label} ({stage})"))
register("case.release", _("{actor} melepas kasus {label} ({stage})"))
register("case.judge", _("{actor} menilai {key} pada {label}: {judgement}"))
register("case.fill_in", _("{actor} mengisi {section} pada {label}"))
register("case.scan", _("{actor} mengunggah pindaian lain untuk laporan {label}"))
