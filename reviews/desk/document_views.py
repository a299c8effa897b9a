from django.db.models import Model
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from applications.documents.models import DocumentVersion
from applications.documents.queries import versions
from perizinan.accounts.types import AuthedRequest
from perizinan.audit.actions import opened
from perizinan.files.actions import want_pages
from perizinan.files.models import Images, PageImage, StoredFile
from perizinan.files.respond import respond, respond_page
from perizinan.web.htmx import wants_part
from reviews.desk.access import Seat, readers, seat_of
from reviews.desk.leaves import Asked
from reviews.desk.provenance import provenance_of
from reviews.desk.reading import Reader, in_preparation, pane_of


@readers
@require_GET
def document(request: AuthedRequest, number: str, version: int) -> HttpResponseBase:
    """The original, for who may read the case: as a download, never opened here. Recorded."""
    found = _version(seat_of(request, number, timezone.localdate()), version)
    if not found.stored.is_clean:
        raise Http404
    opened(by=request.user, subject=found, now=timezone.now())
    return respond(found.stored, request=request)


@readers
@require_GET
def page(request: AuthedRequest, number: str, version: int, page: int) -> HttpResponseBase:
    found = _version(seat_of(request, number, timezone.localdate()), version)
    return page_image(request, found.stored, page, subject=found)


@readers
@require_GET
def reading(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """The middle pane alone, for what stands on an open case page; everybody else is led to that page."""
    today = timezone.localdate()
    seat = seat_of(request, number, today)
    found = _version(seat, version)
    requirement = seat.application.spec.requirement(found.requirement_key)
    every = versions(seat.application, found.requirement_key)
    pane = pane_of(seat, requirement, every, Asked.of(request.GET), Reader(request.user, today))
    if not wants_part(request):
        return redirect(pane.address)
    bring_pages(pane.stored)
    asked = request.GET.get("lagi", "")
    again = int(asked) if asked.isdecimal() and len(asked) < 4 else 0
    context = {"seat": seat, "case": seat.application, "pane": pane, "again": again}
    return render(request, "desk/_document.html", context)


@readers
@require_GET
def provenance(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    today = timezone.localdate()
    seat = seat_of(request, number, today)
    found = provenance_of(seat, _version(seat, version), Reader(request.user, today))
    return render(request, "desk/provenance.html", {"seat": seat, "case": seat.application, "page": found})


def bring_pages(stored: StoredFile | None) -> None:
    """Of a file that came before the portal drew pages: now, since somebody wants to read it."""
    if stored is not None and stored.images == Images.NONE and in_preparation(stored):
        want_pages(stored)


def page_image(request: AuthedRequest, stored: StoredFile | None, number: int, *, subject: Model) -> HttpResponseBase:
    """Nobody reads a document by its thumbnails, so only a page itself is recorded, under what it belongs to."""
    ready = stored is not None and stored.images == Images.READY
    image = PageImage.objects.filter(stored=stored, number=number).select_related("stored").first() if ready else None
    if image is None:
        raise Http404
    if "kecil" in request.GET:
        return respond_page(image, request=request, thumb=True)
    opened(by=request.user, subject=subject, now=timezone.now())
    return respond_page(image, request=request)


def _version(seat: Seat, pk: int) -> DocumentVersion:
    versions = DocumentVersion.objects.filter(application=seat.application).select_related("stored", "application")
    found = versions.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
