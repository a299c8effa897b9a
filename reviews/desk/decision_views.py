import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.answers.format import summary_rows
from applications.answers.queries import draft_of
from perizinan.accounts.types import AuthedRequest
from perizinan.regions.queries import place_label
from reviews.checklists.items import Item, items
from reviews.decisions import actions as decisions
from reviews.decisions.unmet import before_passing_on, before_returning
from reviews.desk.access import Seat, officers, seat_of
from reviews.desk.casefile import address, advice_of
from reviews.desk.forms import PassOnForm, RefusalForm
from reviews.desk.refusals import Refusal, attempt, changed

PASSING = ("recommend", "advise_against", "endorse")


@officers
@require_http_methods(["GET", "POST"])
def complete(request: AuthedRequest, number: str) -> HttpResponse:
    """ "Declare complete" starts the legal clock."""
    seat = seat_of(request, number, timezone.localdate())
    if request.method == "GET":
        early = before_passing_on(items(seat.application))
        return _ask(request, seat, ("complete",), "desk/complete.html", {"early": early})
    if refusal := attempt(decisions.pass_on, verb="complete", **_press(request, seat)):
        return _refused(request, seat, refusal, "desk/complete.html")
    return _done(request, seat, _("Berkas %(number)s dinyatakan lengkap. Batas waktu mulai berjalan."))


@officers
@require_http_methods(["GET", "POST"])
def passing(request: AuthedRequest, number: str) -> HttpResponse:
    seat = seat_of(request, number, timezone.localdate())
    form = PassOnForm(request.POST or None, choices=_choices(seat))
    context = {"form": form, "next": seat.next_stage, "advice": advice_of(seat)}
    if request.method == "GET":
        early = [] if "advise_against" in seat.verbs else before_passing_on(items(seat.application))
        return _ask(request, seat, PASSING, "desk/passing.html", context | {"early": early})
    if not form.is_valid():
        return _page(request, seat, "desk/passing.html", context, status=422)
    if refusal := attempt(decisions.pass_on, **_press(request, seat), **form.cleaned_data):
        return _refused(request, seat, refusal, "desk/passing.html", context)
    return _done(request, seat, _("Permohonan %(number)s diteruskan."))


@officers
@require_http_methods(["GET", "POST"])
def returning(request: AuthedRequest, number: str) -> HttpResponse:
    """ "Ini yang akan dibaca pemohon": exactly the points of this page are sent."""
    seat = seat_of(request, number, timezone.localdate())
    found = items(seat.application)
    points = [item for item in found if item.to_mend]
    context = {"points": points, "mark": _mark(points), "days": seat.application.spec.limits}
    if request.method == "GET":
        return _ask(request, seat, ("return",), "desk/returning.html", context | {"early": before_returning(found)})
    fresh = _seen(request) == seat.application.revision
    if fresh and points and request.POST.get("points") != context["mark"]:
        refusal: Refusal | None = changed(_("Daftar ini sekarang lain. Baca lagi sebelum mengirimnya."))
    else:
        refusal = attempt(decisions.return_case, **_press(request, seat))
    if refusal:
        return _refused(request, seat, refusal, "desk/returning.html", context)
    return _done(request, seat, _("Permohonan %(number)s dikembalikan. Pemohon kami beri tahu."))


@officers
@require_http_methods(["GET", "POST"])
def rejection(request: AuthedRequest, number: str) -> HttpResponse:
    seat = seat_of(request, number, timezone.localdate())
    form = RefusalForm(request.POST or None, spec=seat.application.spec)
    if request.method == "GET":
        return _ask(request, seat, ("reject",), "desk/rejection.html", {"form": form})
    if not form.is_valid():
        return _page(request, seat, "desk/rejection.html", {"form": form}, status=422)
    if refusal := attempt(decisions.reject, **_press(request, seat), **form.cleaned_data):
        return _refused(request, seat, refusal, "desk/rejection.html", {"form": form})
    return _done(request, seat, _("Permohonan %(number)s ditolak. Pemohon kami beri tahu."))


@officers
@require_http_methods(["GET", "POST"])
def approval(request: AuthedRequest, number: str) -> HttpResponse:
    """The head's yes. The number is taken in that transaction; the letter is rendered afterwards."""
    seat = seat_of(request, number, timezone.localdate())
    case = seat.application
    context = {"sections": summary_rows(case.spec, draft_of(case, case.round)), "advice": advice_of(seat)}
    context |= {"place": place_label(case.village)}
    if request.method == "GET":
        return _ask(
            request, seat, ("approve",), "desk/approval.html", context | {"early": before_passing_on(items(case))}
        )
    if refusal := attempt(decisions.approve, **_press(request, seat)):
        return _refused(request, seat, refusal, "desk/approval.html", context)
    messages.success(
        request, _("Permohonan %(number)s disetujui. Suratnya sedang disiapkan.") % {"number": seat.number}
    )
    return redirect("desk:signing")


def _press(request: AuthedRequest, seat: Seat) -> dict[str, Any]:
    return {"item_id": seat.item.pk, "seen": _seen(request), "by": request.user, "now": timezone.now()}


def _seen(request: AuthedRequest) -> int:
    """The revision of the page that was answered; what cannot be read is older than everything."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


def _ask(
    request: AuthedRequest, seat: Seat, verbs: tuple[str, ...], template: str, context: dict[str, Any]
) -> HttpResponse:
    """The page before the press; who cannot press now is told why."""
    if not set(verbs) & set(seat.verbs):
        messages.warning(request, _("Kasus ini tidak sedang menunggu keputusan itu dari Anda."))
        return redirect(address(seat, None))
    if context.get("early"):
        return _not_ready(request, seat, context["early"], status=200)
    return _page(request, seat, template, context)


def _refused(
    request: AuthedRequest, seat: Seat, refusal: Refusal, template: str, context: dict[str, Any] | None = None
) -> HttpResponse:
    if refusal.unmet:
        return _not_ready(request, seat, refusal.unmet, status=409)
    return _page(request, seat, template, {**(context or {}), "refusal": refusal}, status=409)


def _not_ready(request: AuthedRequest, seat: Seat, unmet: Any, *, status: int) -> HttpResponse:
    points = [{"sentence": u.sentence, "links": [(i.label, address(seat, i)) for i in u.items]} for u in unmet]
    return _page(request, seat, "desk/not_ready.html", {"points": points}, status=status)


def _page(
    request: AuthedRequest, seat: Seat, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    shared = {"seat": seat, "case": seat.application, "back": address(seat, None)}
    return render(request, template, shared | context, status=status)


def _done(request: AuthedRequest, seat: Seat, sentence: str) -> HttpResponse:
    """Back to the same place of the queue, the row marked if it is still there."""
    messages.success(request, sentence % {"number": seat.number})
    return redirect(f"{reverse('desk:queue')}?{seat.back + '&' if seat.back else ''}dari={seat.number}")


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
