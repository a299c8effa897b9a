"""Whose turn it is, what to do, by when: the first sentences of the case page. Pure."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.lifecycle.models import Application, WorkItem
from applications.lifecycle.states import Status
from perizinan.web.texts import jumlah_hari, pukul, tanggal


@dataclass(frozen=True)
class Turn:
    kind: str  # is-yours, is-ours, is-done, is-bad, is-idle: panel of the style sheet
    title: str
    sentence: str
    tag: str
    mark: str  # icon beside the tag


def turn(case: Application, item: WorkItem | None, points: int) -> Turn:
    return {
        Status.DRAFT: _draft,
        Status.SUBMITTED: _submitted,
        Status.IN_REVIEW: _in_review,
        Status.RETURNED: _returned,
        Status.AWAITING_SIGNATURE: _awaiting_signature,
        Status.ISSUED: _issued,
        Status.REJECTED: _rejected,
        Status.WITHDRAWN: _withdrawn,
        Status.LAPSED: _lapsed,
    }[Status(case.status)](case, item, points)


def _draft(case: Application, item: WorkItem | None, points: int) -> Turn:
    return Turn("is-yours", _("Giliran Anda"), _("Isian ini belum kami terima."), _("Draf"), "ring")


def _submitted(case: Application, item: WorkItem | None, points: int) -> Turn:
    assert case.submitted_at is not None, "a constraint of the table"
    sentence = _("Kami terima %(day)s %(time)s.") % {
        "day": tanggal(case.submitted_at),
        "time": pukul(case.submitted_at),
    }
    return Turn("is-ours", _("Sedang kami kerjakan"), sentence, _("Menunggu verifikasi"), "clock")


def _in_review(case: Application, item: WorkItem | None, points: int) -> Turn:
    sentence = _("Kami sedang memeriksanya.")
    if item is not None:
        stage = case.spec.stage(item.stage_key)
        sentence = _("%(unit)s sedang %(work)s sejak %(day)s.") % {
            "unit": item.unit.short_name,
            "work": stage.work,
            "day": tanggal(item.opened_at),
        }
    return Turn("is-ours", _("Sedang kami kerjakan"), sentence, _("Sedang diperiksa"), "half")


def _returned(case: Application, item: WorkItem | None, points: int) -> Turn:
    sentence = ngettext(
        "Ada %(n)s hal yang perlu Anda perbaiki. Kirim paling lambat %(day)s.",
        "Ada %(n)s hal yang perlu Anda perbaiki. Kirim paling lambat %(day)s.",
        points,
    ) % {"n": points, "day": tanggal(case.correction_due_on) if case.correction_due_on else "-"}
    return Turn("is-yours", _("Giliran Anda"), sentence, _("Perlu perbaikan"), "warn")


def _awaiting_signature(case: Application, item: WorkItem | None, points: int) -> Turn:
    sentence = _("Disetujui. Menunggu tanda tangan Kepala Dinas.")
    return Turn("is-ours", _("Sedang kami kerjakan"), sentence, _("Menunggu tanda tangan"), "clock")


def _issued(case: Application, item: WorkItem | None, points: int) -> Turn:
    return Turn("is-done", _("Izin terbit"), _("Izin Anda sudah terbit."), _("Terbit"), "ok")


def _rejected(case: Application, item: WorkItem | None, points: int) -> Turn:
    reason = str(case.spec.refusal_reason(case.refusal_reason)).rstrip(".")
    sentence = _("Permohonan ini tidak dapat disetujui. Alasan: %(reason)s.") % {"reason": reason}
    return Turn("is-bad", _("Permohonan ditolak"), sentence, _("Ditolak"), "no")


def _withdrawn(case: Application, item: WorkItem | None, points: int) -> Turn:
    return Turn("is-idle", _("Ditarik pemohon"), _("Anda menarik permohonan ini."), _("Ditarik pemohon"), "dash")


def _lapsed(case: Application, item: WorkItem | None, points: int) -> Turn:
    day = tanggal(case.correction_due_on) if case.correction_due_on else "-"
    sentence = _("Perbaikan tidak kami terima sampai %(day)s.") % {"day": day}
    return Turn("is-idle", _("Gugur"), sentence, _("Gugur"), "dash")


def deadline_sentence(case: Application, today: datetime.date, working_days_left: int) -> str:
    """The honest date: no promise before the clock runs."""
    limits = case.spec.limits
    if case.status == Status.RETURNED:
        return _("Waktu kami berhenti sampai Anda mengirim perbaikan.")
    if case.due_on is None or limits is None:
        return ""
    if case.due_on < today:
        return _("Batas waktu kami lewat pada %(day)s. Kami mohon maaf dan segera menyelesaikannya.") % {
            "day": tanggal(case.due_on)
        }
    if case.complete_at is None:
        return _(
            "Batas waktu belum berjalan. Kami memeriksa kelengkapan berkas, paling lama %(days)s, sampai %(day)s."
        ) % {"days": jumlah_hari(limits.completeness_days), "day": tanggal(case.due_on)}
    said = {"day": tanggal(case.due_on), "days": jumlah_hari(working_days_left)}
    return _("Paling lambat %(day)s, tinggal %(days)s.") % said
