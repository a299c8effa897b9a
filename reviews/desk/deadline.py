"""By when, for the bar under a case. Pure: the day and the calendar come in."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.web.texts import jumlah_hari, tanggal
from perizinan.workdays.arithmetic import Calendar


@dataclass(frozen=True)
class Deadline:
    lead: str
    day: str = ""
    left: str = ""
    late: bool = False


def deadline(case: Application, today: datetime.date, calendar: Calendar) -> Deadline:
    if case.status == Status.RETURNED:
        day = tanggal(case.correction_due_on) if case.correction_due_on else ""
        return Deadline(_("Waktu kami berhenti. Perbaikan ditunggu sampai"), day)
    if case.status == Status.AWAITING_PAYMENT:
        return Deadline(_("Waktu kami berhenti sampai pembayaran tercatat."))
    if case.due_on is None:
        return Deadline(str(case.get_status_display()))
    lead = _("Batas waktu") if case.complete_at else _("Batas kelengkapan")
    days = calendar.count(today, case.due_on)
    if case.due_on == today:
        left = _("hari ini")
    elif case.due_on < today:
        left = _("lewat %(days)s") % {"days": jumlah_hari(max(1, -days))}
    else:
        left = jumlah_hari(max(1, days))
    return Deadline(lead, tanggal(case.due_on), left, late=case.due_on < today)
