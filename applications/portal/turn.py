"""Whose turn it is, what to do, by when: the first sentences of the case page. Pure."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.catalogue.schema import Kind, StageKind
from applications.lifecycle.models import Application, WorkItem
from applications.lifecycle.states import Status
from applications.permits.models import Permit
from applications.permits.queries import Verdict, verdict
from applications.portal.paying import Payment
from perizinan.web.texts import jumlah_hari, pukul, rupiah, tanggal


@dataclass(frozen=True)
class Turn:
    kind: str  # is-yours, is-ours, is-done, is-bad, is-idle: panel of the style sheet
    title: str
    sentence: str
    tag: str
    mark: str  # icon beside the tag
    more: str = ""  # what else to do or expect


@dataclass(frozen=True)
class Seen:
    """What a sentence needs beside the case. Lists and the page without a login know less than the case page."""

    items: Sequence[WorkItem] = ()  # the open ones, in the order of the stages
    points: int = 0
    payment: Payment | None = None  # what is due
    permit: Permit | None = None
    today: datetime.date | None = None


def turn(case: Application, seen: Seen) -> Turn:
    return {
        Status.DRAFT: _draft,
        Status.SUBMITTED: _submitted,
        Status.IN_REVIEW: _in_review,
        Status.RETURNED: _returned,
        Status.AWAITING_PAYMENT: _awaiting_payment,
        Status.AWAITING_SIGNATURE: _awaiting_signature,
        Status.ISSUED: _issued,
        Status.REJECTED: _rejected,
        Status.WITHDRAWN: _withdrawn,
        Status.LAPSED: _lapsed,
        Status.TRANSFERRED: _transferred,
    }[Status(case.status)](case, seen)


def _draft(case: Application, seen: Seen) -> Turn:
    return Turn("is-yours", _("Giliran Anda"), _("Isian ini belum kami terima."), _("Draf"), "ring")


def _submitted(case: Application, seen: Seen) -> Turn:
    assert case.submitted_at is not None, "a constraint of the table"
    sentence = _("Kami terima %(day)s %(time)s.") % {
        "day": tanggal(case.submitted_at),
        "time": pukul(case.submitted_at),
    }
    return Turn("is-ours", _("Sedang kami kerjakan"), sentence, _("Menunggu verifikasi"), "clock")


def _in_review(case: Application, seen: Seen) -> Turn:
    sentence, more = _("Kami sedang memeriksanya."), ""
    if seen.items:
        day = tanggal(min(item.opened_at for item in seen.items))
        works = listed([_work(case, item) for item in seen.items])
        sentence = _("%(works)s sejak %(day)s.") % {"works": works, "day": day}
    if any(item.stage_kind == StageKind.VISIT for item in seen.items):
        more = _("Tahap ini memerlukan kunjungan ke lokasi. Pastikan nomor telepon Anda dapat dihubungi.")
    return Turn("is-ours", _("Sedang kami kerjakan"), sentence, _("Sedang diperiksa"), "half", more)


def _work(case: Application, item: WorkItem) -> str:
    return _("%(unit)s sedang %(work)s") % {"unit": item.unit.short_name, "work": case.spec.stage(item.stage_key).work}


def listed(parts: Sequence[str]) -> str:
    """A, B dan C."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s dan %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def _returned(case: Application, seen: Seen) -> Turn:
    sentence = ngettext(
        "Ada %(n)s hal yang perlu Anda perbaiki. Kirim paling lambat %(day)s.",
        "Ada %(n)s hal yang perlu Anda perbaiki. Kirim paling lambat %(day)s.",
        seen.points,
    ) % {"n": seen.points, "day": tanggal(case.correction_due_on) if case.correction_due_on else "-"}
    return Turn("is-yours", _("Giliran Anda"), sentence, _("Perlu perbaikan"), "warn")


def _awaiting_payment(case: Application, seen: Seen) -> Turn:
    payee, due = listed([i.unit.name for i in seen.items if i.stage_kind == StageKind.PAYMENT]), seen.payment
    sentence = _("Permohonan ini menunggu pembayaran.")
    if due is not None and due.amount:
        sentence = _("Bayar %(amount)s kepada %(payee)s.") % {"amount": rupiah(due.amount), "payee": payee}
    elif due is not None:
        sentence = _("Bayar menurut surat tagihan dari %(payee)s.") % {"payee": payee}
    elif payee:
        sentence = _("Permohonan ini menunggu pembayaran kepada %(payee)s.") % {"payee": payee}
    return Turn("is-yours", _("Giliran Anda"), sentence, _("Menunggu pembayaran"), "warn")


def _awaiting_signature(case: Application, seen: Seen) -> Turn:
    sentence = _("Disetujui. Menunggu tanda tangan Kepala Dinas.")
    return Turn("is-ours", _("Sedang kami kerjakan"), sentence, _("Menunggu tanda tangan"), "clock")


def _issued(case: Application, seen: Seen) -> Turn:
    if case.kind == Kind.REVOCATION:
        return Turn("is-done", _("Keputusan terbit"), _("Izin Anda sudah dicabut."), _("Terbit"), "ok")
    if seen.permit is not None and seen.today is not None and (over := _over(seen.permit, seen.today)):
        return over
    sentence = _("Izin Anda sudah terbit.")
    if case.kind == Kind.DUPLICATE:
        sentence = _("Duplikat izin Anda sudah terbit.")
    return Turn("is-done", _("Izin terbit"), sentence, _("Terbit"), "ok")


def _over(permit: Permit, today: datetime.date) -> Turn | None:
    """A permit that no longer holds. The letter can still be read."""
    found = verdict(permit, today)
    day = tanggal(permit.ended_at) if permit.ended_at else "-"
    if found is Verdict.REPLACED:
        sentence = _("Sejak %(day)s berlaku surat yang baru.") % {"day": day}
        return Turn("is-idle", _("Izin ini sudah diganti"), sentence, _("Diganti"), "dash")
    if found is Verdict.REVOKED:
        sentence = _("Izin ini tidak berlaku lagi sejak %(day)s.") % {"day": day}
        return Turn("is-idle", _("Izin ini sudah dicabut"), sentence, _("Dicabut"), "no")
    if found is Verdict.EXPIRED:
        sentence = _("Izin ini berlaku sampai %(day)s.") % {"day": tanggal(permit.valid_until or today)}
        return Turn("is-idle", _("Masa berlaku izin ini sudah habis"), sentence, _("Berakhir"), "dash")
    return None


def _rejected(case: Application, seen: Seen) -> Turn:
    reason = str(case.spec.refusal_reason(case.refusal_reason)).rstrip(".")
    sentence = _("Permohonan ini tidak dapat disetujui. Alasan: %(reason)s.") % {"reason": reason}
    return Turn("is-bad", _("Permohonan ditolak"), sentence, _("Ditolak"), "no")


def _withdrawn(case: Application, seen: Seen) -> Turn:
    return Turn("is-idle", _("Ditarik pemohon"), _("Anda menarik permohonan ini."), _("Ditarik pemohon"), "dash")


def _lapsed(case: Application, seen: Seen) -> Turn:
    if case.submitted_at is None:
        sentence = _("Draf ini lama tidak dilanjutkan, jadi isian dan dokumennya sudah kami hapus.")
        return Turn("is-idle", _("Draf dihapus"), sentence, _("Draf dihapus"), "dash")
    day = tanggal(case.correction_due_on) if case.correction_due_on else "-"
    sentence = _("Perbaikan tidak kami terima sampai %(day)s.") % {"day": day}
    return Turn("is-idle", _("Gugur"), sentence, _("Gugur"), "dash")


def _transferred(case: Application, seen: Seen) -> Turn:
    sentence = _("Petugas memilihkan jenis izin yang sesuai dan membuatkan permohonan baru untuk Anda.")
    return Turn("is-idle", _("Dialihkan ke jenis izin lain"), sentence, _("Dialihkan"), "next")


def deadline_sentence(case: Application, today: datetime.date, working_days_left: int) -> str:
    """The honest date: no promise before the clock runs."""
    limits = case.spec.limits
    if case.status == Status.RETURNED:
        return _("Waktu kami berhenti sampai Anda mengirim perbaikan.")
    if case.status == Status.AWAITING_PAYMENT:
        return _("Waktu kami berhenti sampai pembayaran Anda tercatat.")
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
