from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from applications.answers.facts import facts_of
from applications.answers.queries import answers_in, drafts_of
from applications.documents.queries import all_versions, slots, unfinished
from applications.drafting import actions as drafting
from applications.drafting.actions import working_round
from applications.lifecycle.moves import NotYourMove
from applications.lifecycle.states import Status
from applications.lifecycle.transitions import TABLE
from applications.permits.queries import sealed_file
from applications.portal.access import case_of
from applications.portal.mending import mend_rows
from applications.portal.paying import cost
from applications.portal.queries import case_page
from applications.portal.queries import mine as my_cases
from applications.portal.reading import sections_to_read
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
    found = case_of(request, number, timezone.now())
    if found.status == Status.DRAFT:
        return redirect("portal:tasks", number=found.number)
    drafts = drafts_of(found, found.round, working_round(found))
    given = facts_of(found, answers_in(found, drafts[found.round]))
    page = case_page(found, timezone.localdate(), given)
    files, claimed = all_versions(found), request.GET.get("belum", "")
    mend = mend_rows(found, page.points, claimed=claimed, now=timezone.now(), drafts=drafts, files=files)
    context = {
        "page": page,
        "mend": mend,
        "uploads": unfinished(found.pk, by=request.user) if mend else {},
        "answered": sum(row.answered for row in mend),
        "place": place_label(found.village),
        "slots": slots(found, given, files),
        "cost": cost(found.spec, given),
        "sections": sections_to_read(found, given),
        "may_withdraw": found.status in TABLE["withdraw"].sources,
    }
    return render(request, "portal/case.html", context)


@applicant_required
@require_GET
def permit_file(request: AuthedRequest, number: str) -> HttpResponseBase:
    stored = sealed_file(case_of(request, number, timezone.now()), by=request.user, now=timezone.now())
    if stored is None:
        raise Http404
    return respond(stored, request=request)


@applicant_required
@require_GET
def clock(request: AuthedRequest, number: str) -> HttpResponse:
    """ "Cara menghitungnya": every day of the office's time and why it counted."""
    found = case_of(request, number, timezone.now())
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
    found = case_of(request, number, timezone.now())
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
