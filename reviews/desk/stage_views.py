from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.answers.forms import ROW_BUTTON, more_rows
from applications.answers.queries import draft_of
from perizinan.accounts.types import AuthedRequest
from perizinan.web.texts import bilangan, tanggal
from reviews.checklists.items import items
from reviews.decisions import actions as decisions
from reviews.decisions.targets import targets
from reviews.decisions.unmet import Unmet, before_leaving, before_passing_on
from reviews.desk.access import Seat, officers, seat_of
from reviews.desk.asking import ask, done, given_of, page, press, refused
from reviews.desk.casefile import address, advice_of
from reviews.desk.filling import Filling
from reviews.desk.forms import PaymentForm, ReportForm, TransferForm, VisitForm
from reviews.desk.refusals import Refusal, attempt
from reviews.desk.stagework import cost, next_stages, reported
from reviews.desk.told import amount_told, day_told


@officers
@require_http_methods(["GET", "POST"])
def visit(request: AuthedRequest, number: str) -> HttpResponse:
    """What a field visit found, with its report (BAP)."""
    seat = seat_of(request, number, timezone.localdate())
    given = given_of(seat, timezone.now())
    early = [*before_passing_on(items(seat.application)), *_unfilled(seat, given)]
    context = {"next": next_stages(seat, given), "advice": advice_of(seat), "early": early}
    if request.method == "GET":
        form = VisitForm(initial={"on": tanggal(day_told(seat, given) or timezone.localdate())})
        return ask(request, seat, ("report_visit",), "desk/visit.html", context | {"form": form})
    form = VisitForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, seat, "desk/visit.html", context | {"form": form}, status=422)
    if refusal := attempt(decisions.report_visit, **press(request, seat, timezone.now()), **form.cleaned_data):
        return _not_taken(request, seat, refusal, form, "desk/visit.html", context)
    return done(request, seat, _("Laporan pemeriksaan lapangan %(number)s disimpan."))


@officers
@require_http_methods(["GET", "POST"])
def payment(request: AuthedRequest, number: str) -> HttpResponse:
    """The money has come: when, how much, with the receipt."""
    seat = seat_of(request, number, timezone.localdate())
    given = given_of(seat, timezone.now())
    context: dict[str, Any] = {
        "cost": cost(seat.application, given),
        "reports": reported(seat),
        "early": _unfilled(seat, given),
    }
    if request.method == "GET":
        amount = amount_told(seat, given)
        known = {
            "on": tanggal(day_told(seat, given) or timezone.localdate()),
            "amount": "" if amount is None else bilangan(amount, "id"),
        }
        return ask(
            request, seat, ("confirm_payment",), "desk/payment.html", context | {"form": PaymentForm(initial=known)}
        )
    form = PaymentForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, seat, "desk/payment.html", context | {"form": form}, status=422)
    if refusal := attempt(decisions.confirm_payment, **press(request, seat, timezone.now()), **form.cleaned_data):
        return _not_taken(request, seat, refusal, form, "desk/payment.html", context)
    return done(request, seat, _("Pembayaran %(number)s dicatat. Waktu kami berjalan lagi."))


@officers
@require_http_methods(["GET", "POST"])
def filling(request: AuthedRequest, number: str, section: str) -> HttpResponse:
    """What the officers of the stage fill in. All that was typed stays, also what cannot be right yet."""
    seat = seat_of(request, number, timezone.localdate())
    found = Filling.of(seat, section)
    if found is None:
        messages.warning(request, _("Isian ini tidak sedang menunggu Anda."))
        return redirect(address(seat, None))
    given = draft_of(seat.application, seat.application.round, now=timezone.now())
    if request.method == "GET":
        return page(request, seat, "desk/filling.html", found.context(given))
    typed, now = found.typed(request.POST), timezone.now()
    said = {"item_id": seat.item.pk, "section_key": section, "typed": typed, "by": request.user}
    if refusal := attempt(decisions.fill_in, now=now, **said):
        return page(request, seat, "desk/filling.html", found.context(given, typed) | {"refusal": refusal}, status=409)
    given = draft_of(seat.application, seat.application.round, now=timezone.now())
    if ROW_BUTTON in request.POST:  # without JavaScript: one more row, or one less
        return page(request, seat, "desk/filling.html", found.context(given, more=more_rows(request.POST)))
    context = found.context(given, check=True)
    if context["form"].errors:
        return page(request, seat, "desk/filling.html", context | {"saved_at": now}, status=422)
    messages.success(request, _("Isian disimpan."))
    return redirect(address(seat, None))


@officers
@require_http_methods(["GET", "POST"])
def transfer(request: AuthedRequest, number: str) -> HttpResponse:
    """The applicant chose the wrong type."""
    seat = seat_of(request, number, timezone.localdate())
    offered = sorted((found.said_name, found.slug) for found in targets(seat.application.spec.slug))
    form = TransferForm(request.POST or None, choices=[(slug, name) for name, slug in offered])
    if request.method == "GET":
        return ask(request, seat, ("transfer",), "desk/transfer.html", {"form": form})
    if not form.is_valid():
        return page(request, seat, "desk/transfer.html", {"form": form}, status=422)
    if refusal := attempt(decisions.transfer, **press(request, seat, timezone.now()), **form.cleaned_data):
        return refused(request, seat, refusal, "desk/transfer.html", {"form": form})
    return done(request, seat, _("Permohonan %(number)s dialihkan. Pemohon kami beri tahu."))


def _unfilled(seat: Seat, given: Mapping[str, Any]) -> list[Unmet]:
    return before_leaving(seat.application.spec, seat.item.stage_key, given)


def _not_taken(
    request: AuthedRequest, seat: Seat, refusal: Refusal, form: ReportForm, template: str, context: dict[str, Any]
) -> HttpResponse:
    """A wrong report stays on its form; a file has to be chosen again."""
    if refusal.fields:
        form.refuse(refusal.fields)
        return page(request, seat, template, context | {"form": form}, status=422)
    return refused(request, seat, refusal, template, context | {"form": form})
