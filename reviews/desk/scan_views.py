from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from perizinan.accounts.types import AuthedRequest
from perizinan.audit.actions import opened
from perizinan.files.respond import respond
from reviews.decisions.scans import add_scan
from reviews.desk.access import Seat, officers, readers, seat_of
from reviews.desk.case_views import case_page
from reviews.desk.casefile import address
from reviews.desk.document_views import bring_pages, page_image
from reviews.desk.forms import ScanForm
from reviews.desk.leaves import Asked, remarks_of_all
from reviews.desk.reading import scan_spread, why_not
from reviews.desk.refusals import Refusal, attempt
from reviews.inspections.models import StageReport


@readers
@require_GET
def scan(request: AuthedRequest, number: str, report: int) -> HttpResponseBase:
    """The scan of a report that counts, to who may see the case; only once the checks let it through."""
    found = _report(seat_of(request, number, timezone.localdate()), report)
    stored = found.current_scan
    if stored is None or not stored.is_clean:
        raise Http404
    opened(by=request.user, subject=found, now=timezone.now())
    return respond(stored, request=request)


@readers
@require_GET
def pages(request: AuthedRequest, number: str, report: int) -> HttpResponse:
    """The scan as images, on a page of its own."""
    seat = seat_of(request, number, timezone.localdate())
    found = _report(seat, report)
    stored = found.current_scan
    if stored is None or not stored.is_clean:
        raise Http404
    bring_pages(stored)
    spread = scan_spread(seat, found, stored, Asked.of(request.GET))
    context = {"seat": seat, "case": seat.application, "report": found, "stored": stored, "spread": spread}
    context |= {"why": "" if spread else why_not(stored), "remarks": remarks_of_all(stored)}
    return render(request, "desk/scan.html", context)


@readers
@require_GET
def page(request: AuthedRequest, number: str, report: int, page: int) -> HttpResponseBase:
    found = _report(seat_of(request, number, timezone.localdate()), report)
    return page_image(request, found.current_scan, page, subject=found)


@officers
@require_POST
def rescan(request: AuthedRequest, number: str, report: int) -> HttpResponse:
    """Another scan in place of one that the checks refused."""
    seat = seat_of(request, number, timezone.localdate())
    found, form = _report(seat, report), ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        return _not_taken(request, seat, str(form.errors["scan"][0]))
    said = {"report_id": found.pk, "scan": form.cleaned_data["scan"], "by": request.user}
    refusal = attempt(add_scan, now=timezone.now(), **said)
    if refusal is None:
        messages.success(request, _("Pindaian itu kami terima dan sedang kami periksa."))
        return redirect(address(seat, None))
    if refusal.fields:  # the file itself was refused
        return _not_taken(request, seat, refusal.fields["scan"])
    return case_page(request, seat, chosen="", refusal=refusal, status=409)


def _report(seat: Seat, pk: int) -> StageReport:
    reports = StageReport.objects.filter(item__application=seat.application).select_related("item", "scan")
    found = reports.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _not_taken(request: AuthedRequest, seat: Seat, sentence: str) -> HttpResponse:
    refusal = Refusal(_("Pindaian itu belum kami terima"), sentence)
    return case_page(request, seat, chosen="", refusal=refusal, status=422)
