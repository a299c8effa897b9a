from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.corrections.models import PointKind
from perizinan.accounts.types import AuthedRequest
from reviews.assignments import actions as assignments
from reviews.checklists import actions as checklists
from reviews.checklists.items import Item, items
from reviews.checklists.models import Judgement
from reviews.desk.access import Seat, officers, seat_of
from reviews.desk.case_views import case_page
from reviews.desk.casefile import address
from reviews.desk.forms import JudgeForm
from reviews.desk.refusals import attempt, overtaken


@officers
@require_POST
def verdict(request: AuthedRequest, number: str) -> HttpResponse:
    seat, form = seat_of(request, number, timezone.localdate()), JudgeForm(request.POST)
    chosen = f"{request.POST.get('kind', '')}-{request.POST.get('key', '')}"
    if not form.is_valid():
        return case_page(request, seat, chosen=chosen, form=form, status=422)
    said = form.cleaned_data | {
        "kind": PointKind(form.cleaned_data["kind"]),
        "judgement": Judgement(form.cleaned_data["judgement"]),
    }
    now = timezone.now()
    refusal = None if seat.may_judge else overtaken(seat.application, by=request.user, now=now)
    refusal = refusal or attempt(checklists.judge, item_id=seat.item.pk, by=request.user, now=now, **said)
    if refusal is not None:
        return case_page(request, seat, chosen=chosen, form=form, refusal=refusal, status=409)
    return redirect(address(seat, _next(seat, chosen)))


@officers
@require_POST
def claim(request: AuthedRequest, number: str) -> HttpResponse:
    seat = seat_of(request, number, timezone.localdate())
    refusal = attempt(assignments.claim, item_id=seat.item.pk, by=request.user, now=timezone.now())
    if refusal is not None:
        return case_page(request, seat, chosen=request.GET.get("nilai", ""), refusal=refusal, status=409)
    messages.success(request, _("Kasus ini sekarang di daftar Anda."))
    return redirect(address(seat, None))


@officers
@require_POST
def release(request: AuthedRequest, number: str) -> HttpResponse:
    seat = seat_of(request, number, timezone.localdate())
    refusal = attempt(assignments.release, item_id=seat.item.pk, by=request.user, now=timezone.now())
    if refusal is not None:
        return case_page(request, seat, chosen=request.GET.get("nilai", ""), refusal=refusal, status=409)
    messages.success(request, _("Kasus ini Anda lepaskan. Petugas lain di unit Anda dapat mengambilnya."))
    return redirect(address(seat, None))


def _next(seat: Seat, chosen: str) -> Item | None:
    """The next document without a verdict; after the last, the one just judged."""
    found = items(seat.application)
    at = next((n for n, i in enumerate(found) if f"{i.kind}-{i.key}" == chosen), 0)
    after = [*found[at + 1 :], *found[:at]]
    return next((i for i in after if i.must_be_judged and not i.judged), found[at] if found else None)
