from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from applications.documents.queries import versions
from applications.portal.access import case_of
from applications.portal.leafing import leaves
from applications.portal.upload_views import page_of, requirement_of
from perizinan.accounts.decorators import applicant_required
from perizinan.accounts.types import AuthedRequest
from perizinan.files.actions import want_pages
from perizinan.files.models import Images, PageImage
from perizinan.files.respond import respond_page
from perizinan.web.htmx import wants_part


@applicant_required
@require_GET
def leaf_list(request: AuthedRequest, number: str, requirement: str, version: int) -> HttpResponse:
    """A document to read: images of its pages one under the other."""
    case = case_of(request, number, timezone.now())
    wanted = requirement_of(case, requirement)
    back = f"{page_of(case)}#dokumen-{wanted.key}"
    found = leaves(case, wanted, versions(case, wanted.key), version, back)
    if found is None:
        raise Http404
    if found.drawable and found.stored.images == Images.NONE:
        want_pages(found.stored)
    asked = request.GET.get("lagi", "")
    again = int(asked) + 1 if asked.isdecimal() and len(asked) < 4 else 0
    template = "portal/_leaves.html" if wants_part(request) else "portal/leaves.html"
    context = {"case": case, "leaves": found, "again": again, "poll": f"{found.here}?lagi={again}"}
    return render(request, template, context)


@applicant_required
@require_GET
def image(request: AuthedRequest, number: str, requirement: str, version: int, page: int) -> HttpResponseBase:
    case = case_of(request, number, timezone.now())
    found = next((each for each in versions(case, requirement) if each.number == version), None)
    if found is None:
        raise Http404
    drawn = get_object_or_404(PageImage.objects.select_related("stored"), stored=found.stored_id, number=page)
    return respond_page(drawn, request=request, thumb="kecil" in request.GET)
