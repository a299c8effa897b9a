"""The sentences of the audit for moves of a case."""

from django.utils.translation import gettext_lazy as _

from perizinan.audit.verbs import register

register("application.start", _("{actor} membuat draf permohonan {label}"))
register("application.submit", _("{actor} mengirim permohonan {label}"))
register("application.start_review", _("{actor} mulai memeriksa permohonan {label}"))
register("application.complete", _("{actor} menyatakan berkas {label} lengkap"))
register("application.return", _("{actor} mengembalikan permohonan {label}: {count} hal perlu diperbaiki"))
register("application.resubmit", _("{actor} mengirim perbaikan permohonan {label}"))
register("application.recommend", _("{actor} memberi rekomendasi untuk permohonan {label}"))
register("application.advise_against", _("{actor} merekomendasikan penolakan permohonan {label}"))
register("application.report_visit", _("{actor} melaporkan pemeriksaan lapangan untuk permohonan {label}"))
register("application.ask_payment", _("Pembayaran untuk permohonan {label} diminta"))
register("application.confirm_payment", _("{actor} mencatat pembayaran untuk permohonan {label}"))
register("application.transfer", _("{actor} mengalihkan permohonan {label} ke jenis izin lain"))
register("application.endorse", _("{actor} membubuhkan paraf pada permohonan {label}"))
register("application.approve", _("{actor} menyetujui permohonan {label}"))
register("application.issue", _("{actor} menerbitkan izin atas permohonan {label}"))
register("application.reject", _("{actor} menolak permohonan {label}"))
register("application.withdraw", _("{actor} menarik permohonan {label}"))
register("application.expire", _("Draf {label} dihapus karena lama tidak dilanjutkan"))
register("application.lapse", _("Permohonan {label} gugur karena perbaikan tidak dikirim"))
