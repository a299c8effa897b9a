from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from applications.permits.queries import sealed_file
from perizinan.accounts.types import AuthedRequest
from perizinan.audit.actions import opened
from perizinan.files.health import standstill
from perizinan.files.respond import respond
from perizinan.workdays.queries import calendar
from reviews.desk import actions
from reviews.desk.access import Seat, readers, seat_of
from reviews.desk.casefile import casefile
from reviews.desk.forms import JudgeForm
from reviews.desk.history import entries_of, moves_of
from reviews.desk.leaves import Asked
from reviews.desk.reading import Reader
from reviews.desk.refusals import Refusal


@readers
@require_GET
def case(request: AuthedRequest, number: str) -> HttpResponse:
    seat = seat_of(request, number, timezone.localdate())
    opened(by=request.user, subject=seat.application, now=timezone.now())
    return case_page(request, seat, chosen=request.GET.get("nilai", ""))


def case_page(
    request: AuthedRequest,
    seat: Seat,
    *,
    chosen: str,
    form: JudgeForm | None = None,
    refusal: Refusal | None = None,
    revealed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """`form`: what was typed and refused. `revealed`: numbers shown this once."""
    reader = Reader(request.user, timezone.localdate())
    page = casefile(seat, reader, chosen=chosen, asked=Asked.of(request.GET))
    if form is None and page.detail is not None:
        item = page.detail.item
        form = JudgeForm.of(item.kind, item.key, item.fingerprint, item.verdict)
    context: dict[str, Any] = {"seat": seat, "case": seat.application, "page": page, "form": form, "refusal": refusal}
    context |= {"revealed": revealed or {}, "picked": bool(chosen), "standstill": standstill()}
    return render(request, "desk/case.html", context, status=status)


@readers
@require_POST
def reveal(request: AuthedRequest, number: str) -> HttpResponse:
    seat, key = seat_of(request, number, timezone.localdate()), request.POST.get("key", "")
    shown = actions.reveal(application=seat.application, key=key, by=request.user, now=timezone.now())
    return case_page(request, seat, chosen=request.GET.get("nilai", ""), revealed={key: shown} if shown else {})


@readers
@require_GET
def history(request: AuthedRequest, number: str) -> HttpResponse:
    seat = seat_of(request, number, timezone.localdate())
    context = {"seat": seat, "case": seat.application, "moves": moves_of(seat.application)}
    return render(request, "desk/history.html", context | {"entries": entries_of(seat.application)})


@readers
@require_GET
def clock(request: AuthedRequest, number: str) -> HttpResponse:
    """ "Cara menghitungnya": every day of the office's time and why it counted."""
    today = timezone.localdate()
    seat = seat_of(request, number, today)
    days = calendar(today)
    spans = [
        {"interval": span, "days": days.explain(span.started_on, span.ended_on or seat.application.due_on or today)}
        for span in seat.application.intervals.order_by("pk")
    ]
    return render(request, "desk/clock.html", {"seat": seat, "case": seat.application, "spans": spans, "today": today})


@readers
@require_GET
def permit(request: AuthedRequest, number: str) -> HttpResponseBase:
    stored = sealed_file(
        seat_of(request, number, timezone.localdate()).application, by=request.user, now=timezone.now()
    )
    if stored is None:
        raise Http404
    return respond(stored, request=request)
