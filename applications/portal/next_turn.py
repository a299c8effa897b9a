"""What a signed-in person has to do first, for the panel on the home page. Five queries at most."""

import datetime
from dataclasses import dataclass

from django.db.models import Case as DbCase
from django.db.models import Exists, F, OuterRef, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.drafting.actions import look
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.accounts.models import User


@dataclass(frozen=True)
class NextTurn:
    case: Application
    title: str
    button: str
    href: str


_FIRST = DbCase(
    When(status=Status.RETURNED, then=0),  # its date is running out
    When(status=Status.AWAITING_PAYMENT, then=1),
    When(Exists(Application.objects.filter(replaced_by=OuterRef("pk"))), then=2),  # moved here by an officer
    default=3,
)


def next_turn(user: User, today: datetime.date) -> NextTurn | None:
    """The returned case that is due first, then one to pay for, then a draft that an officer opened, else the newest
    draft."""
    case = (
        Application.objects.of_applicant(user, today)
        .filter(status__in=[Status.RETURNED, Status.AWAITING_PAYMENT, Status.DRAFT])
        .annotate(first=_FIRST)
        .order_by("first", F("correction_due_on").asc(nulls_last=True), "-created_at", "-pk")
        .first()
    )
    if case is None:
        return None
    if case.status == Status.RETURNED:
        return _returned(case)
    if case.status == Status.AWAITING_PAYMENT:
        return _to_pay(case)
    return _draft(case, moved=getattr(case, "first", None) == 2)


def _returned(case: Application) -> NextTurn:
    found = look(case)
    left = len(found.open_points) or found.left  # an answer may still ask for more when every point has its own
    title = ngettext("Giliran Anda: perbaiki %(n)s hal", "Giliran Anda: perbaiki %(n)s hal", left) % {"n": left}
    href, button = reverse("portal:case", args=[case.number]), _("Perbaiki sekarang")
    if left == 0:
        title, button = _("Giliran Anda: kirim perbaikan"), _("Kirim sekarang")
    return NextTurn(case, title, button, href)


def _to_pay(case: Application) -> NextTurn:
    title = _("Giliran Anda: permohonan sampai di tahap pembayaran")
    return NextTurn(case, title, _("Lihat yang harus dibayar"), reverse("portal:case", args=[case.number]))


def _draft(case: Application, *, moved: bool) -> NextTurn:
    title = (
        _("Giliran Anda: lengkapi permohonan yang kami alihkan") if moved else _("Giliran Anda: isian belum dikirim")
    )
    return NextTurn(case, title, _("Lanjutkan isian"), reverse("portal:tasks", args=[case.number]))
