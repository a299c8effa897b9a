"""The way of every decision: the page before the press, the press, what was refused, back to the queue."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from perizinan.accounts.types import AuthedRequest
from reviews.decisions import sitting
from reviews.decisions.unmet import Unmet
from reviews.desk.access import Seat
from reviews.desk.casefile import address
from reviews.desk.refusals import Refusal
from reviews.desk.stagework import filling


def given_of(seat: Seat, now: datetime) -> dict[str, Any]:
    """What conditions and officers' dates may name: the answers as they stand, and the facts of the case today."""
    return sitting.given_of(seat.application, now)


def press(request: AuthedRequest, seat: Seat, now: datetime) -> dict[str, Any]:
    return {"item_id": seat.item.pk, "seen": seen(request), "by": request.user, "now": now}


def seen(request: AuthedRequest) -> int:
    """The revision of the page that was answered; what cannot be read is older than everything."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


def ask(
    request: AuthedRequest, seat: Seat, verbs: tuple[str, ...], template: str, context: dict[str, Any]
) -> HttpResponse:
    """The page before the press; who cannot press now is told why."""
    if not set(verbs) & set(seat.verbs):
        messages.warning(request, _("Kasus ini tidak sedang menunggu keputusan itu dari Anda."))
        return redirect(address(seat, None))
    if context.get("early"):
        return not_ready(request, seat, context["early"], status=200)
    return page(request, seat, template, context)


def refused(
    request: AuthedRequest, seat: Seat, refusal: Refusal, template: str, context: dict[str, Any] | None = None
) -> HttpResponse:
    if refusal.unmet:
        return not_ready(request, seat, refusal.unmet, status=409)
    return page(request, seat, template, {**(context or {}), "refusal": refusal}, status=409)


def not_ready(request: AuthedRequest, seat: Seat, unmet: Iterable[Unmet], *, status: int) -> HttpResponse:
    points = [{"sentence": u.sentence, "links": [*_items(seat, u), *_sections(seat, u)]} for u in unmet]
    return page(request, seat, "desk/not_ready.html", {"points": points}, status=status)


def page(request: AuthedRequest, seat: Seat, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    shared = {"seat": seat, "case": seat.application, "back": address(seat, None)}
    return render(request, template, shared | context, status=status)


def done(request: AuthedRequest, seat: Seat, sentence: str) -> HttpResponse:
    """Back to the same place of the queue, the row marked if it is still there."""
    messages.success(request, sentence % {"number": seat.number})
    return redirect(f"{reverse('desk:queue')}?{seat.queue + '&' if seat.queue else ''}dari={seat.number}")


def _items(seat: Seat, unmet: Unmet) -> list[tuple[str, str]]:
    return [(item.label, address(seat, item)) for item in unmet.items]


def _sections(seat: Seat, unmet: Unmet) -> list[tuple[str, str]]:
    return [(str(section.title), filling(seat, section.key)) for section in unmet.sections]
