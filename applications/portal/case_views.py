from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from applications.answers.format import summary_rows
from applications.answers.queries import answers_of
from applications.documents.queries import slots
from applications.drafting import actions as drafting
from applications.drafting.readiness import facts
from applications.lifecycle.moves import NotYourMove
from applications.lifecycle.states import Status
from applications.permits.queries import sealed_file
from applications.portal.access import case_of
from applications.portal.mending import mend_rows
from applications.portal.queries import case_page
from applications.portal.queries import mine as my_cases
from perizinan.accounts.decorators import applicant_required
from perizinan.accounts.types import AuthedRequest
from perizinan.files.respond import respond
from perizinan.regions.queries import place_label
from perizinan.workdays.queries import calendar


@applicant_required
@require_GET
def mine(request: AuthedRequest) -> HttpResponse:
    found = my_cases(request.user, timezone.localdate(), request.GET.get("hal"))
    return render(request, "portal/mine.html", {"mine": found})


@applicant_required
@require_GET
def case(request: AuthedRequest, number: str) -> HttpResponse:
    found = case_of(request, number, timezone.localdate())
    if found.status == Status.DRAFT:
        return redirect("portal:tasks", number=found.number)
    page = case_page(found, timezone.localdate())
    given = facts(capacity=found.capacity, answers=answers_of(found, found.round))
    mend = mend_rows(found, page.points, claimed=request.GET.get("belum", ""))
    context = {
        "page": page,
        "mend": mend,
        "answered": sum(row.answered for row in mend),
        "place": place_label(found.village),
        "slots": slots(found, given),
        "sections": summary_rows(found.spec, given),
        "may_withdraw": found.status in (Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED),
    }
    return render(request, "portal/case.html", context)


@applicant_required
@require_GET
def permit_file(request: AuthedRequest, number: str) -> HttpResponseBase:
    stored = sealed_file(case_of(request, number, timezone.localdate()), by=request.user, now=timezone.now())
    if stored is None:
        raise Http404
    return respond(stored, request=request)


@applicant_required
@require_GET
def clock(request: AuthedRequest, number: str) -> HttpResponse:
    """ "Cara menghitungnya": every day of the office's time and why it counted."""
    found = case_of(request, number, timezone.localdate())
    today = timezone.localdate()
    days = calendar(today)
    spans = [
        {"interval": interval, "days": days.explain(interval.started_on, interval.ended_on or found.due_on or today)}
        for interval in found.intervals.order_by("pk")
    ]
    return render(request, "portal/clock.html", {"case": found, "spans": spans, "today": today})


@applicant_required
@require_http_methods(["GET", "POST"])
def withdraw(request: AuthedRequest, number: str) -> HttpResponse:
    found = case_of(request, number, timezone.localdate())
    refusal = False
    if request.method == "POST":
        try:
            drafting.withdraw(application_id=found.pk, by=request.user, now=timezone.now())
        except NotYourMove:
            refusal = True
        else:
            return redirect(
                "portal:case" if found.submitted_at else "portal:mine", *([number] if found.submitted_at else [])
            )
    return render(request, "portal/withdraw.html", {"case": found, "refusal": refusal}, status=409 if refusal else 200)
