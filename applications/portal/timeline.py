"""The applicant's timeline: one sentence a move, from its row alone. Nothing an officer wrote for officers."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from applications.catalogue.kinds import Kind
from applications.lifecycle.models import StatusChange


@dataclass(frozen=True)
class Event:
    on: datetime.datetime
    sentence: str
    unit: str


# A verb without a sentence is the office's own affair.
SENTENCES: dict[str, str | Promise] = {
    "submit": _("Kami terima permohonan Anda."),
    "start_review": _("Kami mulai memeriksa kelengkapan berkas."),
    "complete": _("Kami menyatakan berkas lengkap. Batas waktu mulai berjalan."),
    "resubmit": _("Anda mengirim perbaikan."),
    "recommend": _("%(unit)s memberi rekomendasi."),
    "advise_against": _("%(unit)s memberi pertimbangan."),
    "report_visit": _("%(unit)s selesai memeriksa lokasi."),
    "ask_payment": _("Permohonan ini menunggu pembayaran. Batas waktu kami berhenti."),
    "confirm_payment": _("%(unit)s mencatat pembayaran Anda. Batas waktu kami berjalan lagi."),
    "endorse": _("Kepala bidang membubuhkan paraf."),
    "approve": _("Kepala Dinas menyetujui permohonan."),
    "issue": _("Izin terbit."),
    "reject": _("Kami tidak dapat menyetujui permohonan ini."),
    "withdraw": _("Anda menarik permohonan ini."),
    "transfer": _("Kami mengalihkan permohonan ini ke jenis izin yang sesuai."),
    "expire": _("Draf ini kami tutup karena lama tidak dilanjutkan. Isian dan dokumennya sudah kami hapus."),
    "lapse": _("Permohonan gugur karena perbaikan tidak kami terima."),
}
ISSUED: dict[str, str | Promise] = {
    Kind.DUPLICATE: _("Duplikat izin terbit."),
    Kind.REVOCATION: _("Keputusan pencabutan terbit."),
}
WHO: dict[str, str | Promise] = {
    "submit": _("Kantor perizinan"),
    "ask_payment": _("Kantor perizinan"),
    "issue": _("Kepala Dinas"),
    "resubmit": _("Pemohon"),
    "withdraw": _("Pemohon"),
}


def events(changes: Iterable[StatusChange], kind: str) -> list[Event]:
    return [Event(change.at, said, _who(change)) for change in changes if (said := _sentence(change, kind))]


def _who(change: StatusChange) -> str:
    return str(WHO.get(change.verb, "")) or _unit(change)


def _unit(change: StatusChange) -> str:
    return change.unit.short_name if change.unit else str(_("Sistem"))


def _sentence(change: StatusChange, kind: str) -> str:
    if change.verb == "return":
        return ngettext(
            "Kami mengembalikan permohonan: %(n)s hal perlu diperbaiki.",
            "Kami mengembalikan permohonan: %(n)s hal perlu diperbaiki.",
            change.count,
        ) % {"n": change.count}
    if change.verb == "issue" and kind in ISSUED:
        return str(ISSUED[kind])
    return str(SENTENCES.get(change.verb, "")) % {"unit": _unit(change)}
