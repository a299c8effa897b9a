"""The states of a case and whose turn it is. Pure names; what leads from one to the other is in transitions.py."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    DRAFT = "DRAFT", _("Draf")
    SUBMITTED = "SUBMITTED", _("Menunggu verifikasi")
    IN_REVIEW = "IN_REVIEW", _("Sedang diperiksa")
    RETURNED = "RETURNED", _("Perlu perbaikan")
    AWAITING_PAYMENT = "AWAITING_PAYMENT", _("Menunggu pembayaran")
    AWAITING_SIGNATURE = "AWAITING_SIGNATURE", _("Menunggu tanda tangan")
    ISSUED = "ISSUED", _("Terbit")
    REJECTED = "REJECTED", _("Ditolak")
    WITHDRAWN = "WITHDRAWN", _("Ditarik pemohon")
    LAPSED = "LAPSED", _("Gugur")
    TRANSFERRED = "TRANSFERRED", _("Dialihkan ke jenis izin lain")


CLOSED = frozenset({Status.ISSUED, Status.REJECTED, Status.WITHDRAWN, Status.LAPSED, Status.TRANSFERRED})


class WaitingOn(models.TextChoices):
    APPLICANT = "applicant", _("Pemohon")
    UNIT = "unit", _("Unit")
    PAYMENT = "payment", _("Pembayaran")
    SIGNATURE = "signature", _("Tanda tangan")
    NOBODY = "nobody", _("Selesai")


class Clock(models.TextChoices):
    COMPLETENESS = "completeness", _("Pemeriksaan kelengkapan")
    LEGAL = "legal", _("Penyelesaian permohonan")
