"""What a signed-in person has to do first, for the panel on the home page. Five queries at most."""

import datetime
from dataclasses import dataclass

from django.db.models import F
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


def next_turn(user: User, today: datetime.date) -> NextTurn | None:
    """The returned case that is due first, else the newest draft."""
    case = (
        Application.objects.of_applicant(user, today)
        .filter(status__in=[Status.RETURNED, Status.DRAFT])
        .order_by(F("correction_due_on").asc(nulls_last=True), "-created_at", "-pk")
        .first()
    )
    if case is None:
        return None
    return _returned(case) if case.status == Status.RETURNED else _draft(case)


def _returned(case: Application) -> NextTurn:
    found = look(case)
    left = len(found.open_points) or found.left  # an answer may still ask for more when every point has its own
    title = ngettext("Giliran Anda: perbaiki %(n)s hal", "Giliran Anda: perbaiki %(n)s hal", left) % {"n": left}
    href, button = reverse("portal:case", args=[case.number]), _("Perbaiki sekarang")
    if left == 0:
        title, button = _("Giliran Anda: kirim perbaikan"), _("Kirim sekarang")
    return NextTurn(case, title, button, href)


def _draft(case: Application) -> NextTurn:
    title = _("Giliran Anda: isian belum dikirim")
    return NextTurn(case, title, _("Lanjutkan isian"), reverse("portal:tasks", args=[case.number]))
