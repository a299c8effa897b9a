"""Why a press of a button was refused, in words for the form. What was typed stays with the form."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from applications.lifecycle.models import Application, StatusChange
from applications.lifecycle.moves import AlreadyDecided, NotYourMove
from applications.lifecycle.ownership import OwnCase
from perizinan.accounts.models import User
from perizinan.files.actions import Refused
from perizinan.web.texts import jam, tanggal
from reviews.assignments.actions import AlreadyClaimed
from reviews.checklists.actions import ChangedMeanwhile, NotChecked, SentenceMissing
from reviews.decisions.actions import NoSuchTarget, NotReady, NotYourSection, ReasonMissing
from reviews.decisions.unmet import Unmet
from reviews.inspections.actions import ReportWrong


@dataclass(frozen=True)
class Refusal:
    title: str
    line: str = ""
    stale: bool = False  # the page showed an older state: there is something to look at
    unmet: tuple[Unmet, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)  # of a form: what is wrong with each


def attempt(action: Callable[..., object], *, now: datetime.datetime, **arguments: Any) -> Refusal | None:
    """None when it was done."""
    try:
        action(now=now, **arguments)
    except NotReady as early:
        return Refusal(_("Belum bisa diteruskan"), unmet=tuple(early.unmet))
    except ReportWrong as wrong:
        return Refusal(_("Laporan ini belum dapat disimpan"), fields=wrong.sentences)
    except Refused as refused_file:
        return Refusal(_("Laporan ini belum dapat disimpan"), fields={"scan": str(refused_file.sentence)})
    except AlreadyDecided as decided:
        return changed(said(decided.change, timezone.localdate(now)) if decided.change else "")
    except AlreadyClaimed as claimed:
        return Refusal(_("Kasus ini sudah diambil %(name)s.") % {"name": claimed.officer.name}, stale=True)
    except ChangedMeanwhile:
        return changed(_("Pemohon mengganti dokumen atau isian ini. Baca yang baru, lalu nilai lagi."))
    except tuple(_SENTENCES) as refused:
        return Refusal(_SENTENCES[type(refused)]())
    return None


def overtaken(application: Application, *, by: User, now: datetime.datetime) -> Refusal | None:
    """A tab left open while the case that was theirs went on: who moved it, and when."""
    last = application.changes.order_by("-at", "-pk").first()
    if last is None or not application.items.filter(officer=by).exists():
        return None
    return changed(said(last, timezone.localdate(now)))


def changed(line: str) -> Refusal:
    return Refusal(_("Kasus ini berubah saat Anda membacanya."), line, stale=True)


def said(change: StatusChange, today: datetime.date) -> str:
    """ "Pukul 10.14 WIB Budi mengembalikannya."; another day than today is named."""
    by_applicant = change.verb in ("submit", "resubmit", "withdraw")
    words = {
        "day": tanggal(change.at),
        "time": jam(change.at),
        "name": _applicant() if by_applicant else change.by_name or pgettext("yang melakukan", "sistem"),
        "deed": _deeds().get(change.verb, _("mengubahnya")),
    }
    if timezone.localdate(change.at) == today:
        return _("Pukul %(time)s %(name)s %(deed)s.") % words
    return _("Pada %(day)s pukul %(time)s %(name)s %(deed)s.") % words


def _applicant() -> str:
    return pgettext("yang melakukan", "pemohon")


def _deeds() -> dict[str, str]:
    return {
        "start_review": _("mulai memeriksanya"),
        "complete": _("menyatakan berkasnya lengkap"),
        "return": _("mengembalikannya"),
        "resubmit": _("mengirim perbaikannya"),
        "recommend": _("memberi rekomendasi"),
        "advise_against": _("menyarankan penolakan"),
        "report_visit": _("melaporkan pemeriksaan lapangan"),
        "ask_payment": _("meminta pembayaran"),
        "confirm_payment": _("mencatat pembayaran"),
        "transfer": _("mengalihkannya ke jenis izin lain"),
        "endorse": _("membubuhkan paraf"),
        "approve": _("menyetujuinya"),
        "issue": _("menandatangani suratnya"),
        "reject": _("menolaknya"),
        "submit": _("mengirimnya"),
        "withdraw": _("menariknya"),
        "lapse": _("menutupnya karena perbaikan tidak datang"),
    }


_SENTENCES: dict[type[Exception], Callable[[], str]] = {
    NoSuchTarget: lambda: _("Jenis izin itu tidak menerima permohonan baru. Pilih yang lain."),
    NotYourSection: lambda: _("Isian ini bukan untuk tahap Anda."),
    NotYourMove: lambda: _("Kasus ini tidak sedang menunggu Anda, jadi tidak ada yang kami ubah."),
    OwnCase: lambda: _("Ini permohonan Anda sendiri. Petugas lain yang memutuskannya."),
    ReasonMissing: lambda: _("Tulis alasannya dulu, supaya yang membaca mengerti."),
    SentenceMissing: lambda: _("Tulis dulu kalimat untuk pemohon: apa yang salah dan bagaimana memperbaikinya."),
    NotChecked: lambda: _("Berkas ini belum lolos pemeriksaan, jadi belum bisa dinilai sesuai."),
}
