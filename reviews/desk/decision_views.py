import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.answers.format import summary_rows
from applications.answers.queries import draft_of
from applications.permits import predecessors
from perizinan.accounts.types import AuthedRequest
from perizinan.regions.queries import place_label
from reviews.checklists.items import Item, items
from reviews.decisions import actions as decisions
from reviews.decisions.sitting import is_stale
from reviews.decisions.unmet import before_approving, before_leaving, before_passing_on, before_returning
from reviews.desk.access import Seat, officers, seat_of
from reviews.desk.asking import ask, done, given_of, page, press, refused, seen
from reviews.desk.casefile import advice_of
from reviews.desk.forms import PassOnForm, RefusalForm
from reviews.desk.refusals import Refusal, attempt, changed
from reviews.desk.stagework import asked, cost, next_stages, reported

PASSING = ("recommend", "advise_against", "endorse")


@officers
@require_http_methods(["GET", "POST"])
def complete(request: AuthedRequest, number: str) -> HttpResponse:
    """ "Declare complete" starts the legal clock."""
    seat = seat_of(request, number, timezone.localdate())
    context = {"days": seat.application.spec.processing_days(seat.application.kind)}
    if request.method == "GET":
        early = before_passing_on(items(seat.application))
        early += before_leaving(seat.application.spec, seat.item.stage_key, given_of(seat, timezone.now()))
        return ask(request, seat, ("complete",), "desk/complete.html", context | {"early": early})
    if refusal := attempt(decisions.pass_on, verb="complete", **press(request, seat, timezone.now())):
        return refused(request, seat, refusal, "desk/complete.html", context)
    return done(request, seat, _("Berkas %(number)s dinyatakan lengkap. Batas waktu mulai berjalan."))


@officers
@require_http_methods(["GET", "POST"])
def passing(request: AuthedRequest, number: str) -> HttpResponse:
    seat = seat_of(request, number, timezone.localdate())
    form = PassOnForm(request.POST or None, choices=_choices(seat))
    context = {"form": form, "advice": advice_of(seat), "reports": reported(seat)}
    context["next"] = next_stages(seat, given_of(seat, timezone.now()))
    if request.method == "GET":
        early = [] if "advise_against" in seat.verbs else before_passing_on(items(seat.application))
        early += before_leaving(seat.application.spec, seat.item.stage_key, given_of(seat, timezone.now()))
        return ask(request, seat, PASSING, "desk/passing.html", context | {"early": early})
    if not form.is_valid():
        return page(request, seat, "desk/passing.html", context, status=422)
    if refusal := attempt(decisions.pass_on, **press(request, seat, timezone.now()), **form.cleaned_data):
        return refused(request, seat, refusal, "desk/passing.html", context)
    return done(request, seat, _("Permohonan %(number)s diteruskan."))


@officers
@require_http_methods(["GET", "POST"])
def returning(request: AuthedRequest, number: str) -> HttpResponse:
    """ "Ini yang akan dibaca pemohon": exactly the points of this page are sent."""
    seat = seat_of(request, number, timezone.localdate())
    found = items(seat.application)
    points = [item for item in found if item.to_mend]
    context = {"points": points, "mark": _mark(points), "days": seat.application.spec.limits}
    if request.method == "GET":
        return ask(request, seat, ("return",), "desk/returning.html", context | {"early": before_returning(found)})
    fresh = not is_stale(seat.item, "return", seen(request))
    if fresh and points and request.POST.get("points") != context["mark"]:
        refusal: Refusal | None = changed(_("Daftar ini sekarang lain. Baca lagi sebelum mengirimnya."))
    else:
        refusal = attempt(decisions.return_case, **press(request, seat, timezone.now()))
    if refusal:
        return refused(request, seat, refusal, "desk/returning.html", context)
    return done(request, seat, _("Permohonan %(number)s dikembalikan. Pemohon kami beri tahu."))


@officers
@require_http_methods(["GET", "POST"])
def rejection(request: AuthedRequest, number: str) -> HttpResponse:
    seat = seat_of(request, number, timezone.localdate())
    form = RefusalForm(request.POST or None, spec=seat.application.spec)
    if request.method == "GET":
        return ask(request, seat, ("reject",), "desk/rejection.html", {"form": form})
    if not form.is_valid():
        return page(request, seat, "desk/rejection.html", {"form": form}, status=422)
    if refusal := attempt(decisions.reject, **press(request, seat, timezone.now()), **form.cleaned_data):
        return refused(request, seat, refusal, "desk/rejection.html", {"form": form})
    return done(request, seat, _("Permohonan %(number)s ditolak. Pemohon kami beri tahu."))


@officers
@require_http_methods(["GET", "POST"])
def approval(request: AuthedRequest, number: str) -> HttpResponse:
    """The head's yes. The number is taken in that transaction; the letter is rendered afterwards."""
    seat = seat_of(request, number, timezone.localdate())
    case = seat.application
    context: dict[str, Any] = {
        "sections": summary_rows(case.spec, draft_of(case, case.round)),
        "advice": advice_of(seat),
    }
    context |= {"place": place_label(case.village), "reports": reported(seat), "asked": asked(case)}
    context["cost"] = cost(case, given := given_of(seat, timezone.now()))
    if request.method == "GET":
        early = before_approving(seat.beside, predecessors.obstacle(case), case.former_number)
        early += before_passing_on(items(case))
        early += before_leaving(case.spec, seat.item.stage_key, given)
        return ask(request, seat, ("approve",), "desk/approval.html", context | {"early": early})
    if refusal := attempt(decisions.approve, **press(request, seat, timezone.now())):
        return refused(request, seat, refusal, "desk/approval.html", context)
    messages.success(
        request, _("Permohonan %(number)s disetujui. Suratnya sedang disiapkan.") % {"number": seat.number}
    )
    return redirect("desk:signing")


def _choices(seat: Seat) -> list[tuple[str, str]]:
    words = {
        "recommend": _("Dapat diberikan"),
        "advise_against": _("Sebaiknya ditolak"),
        "endorse": _("Dapat disetujui, saya bubuhkan paraf"),
    }
    return [(verb, words[verb]) for verb in PASSING if verb in seat.verbs] or list(words.items())


def _mark(points: list[Item]) -> str:
    """Of the points as they stood on the page."""
    told = "\n".join(f"{i.kind} {i.key} {i.fingerprint} {i.verdict.note if i.verdict else ''}" for i in points)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
