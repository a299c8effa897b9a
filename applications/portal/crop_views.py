"""One photo of a slot: how it looks, and its crop by hand."""

from functools import partial

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from applications.documents import composing, framing, photos
from applications.documents.actions import may_attach
from applications.documents.models import Photo
from applications.lifecycle.models import Application
from applications.portal.crop_form import CropForm
from applications.portal.photo_looks import picture_of
from applications.portal.photo_place import after, closed, gone, photo_of, slot_of
from perizinan.accounts.decorators import applicant_required
from perizinan.accounts.types import AuthedRequest
from perizinan.files.respond import respond_framed

_THUMB, _LARGE = 320, 1000  # dots of the long side


@applicant_required
@require_http_methods(["GET", "POST"])
def crop(request: AuthedRequest, number: str, requirement: str, photo: int) -> HttpResponse:
    """The edges by finger or in percent; "Lihat hasilnya" shows them first, and saves nothing."""
    case, wanted = slot_of(request, number, requirement, timezone.now())
    found = photo_of(case, wanted, photo)
    if found is None or not composing.usable(found):
        return gone(request, case, wanted)
    if not may_attach(case, wanted.key):
        return closed(request, case, wanted)
    if request.method != "POST":
        return _page(request, case, found, CropForm.of(found))
    form = CropForm(request.POST)
    if not form.is_valid() or "look" in request.POST:
        return _page(request, case, found, form)
    box = framing.WHOLE if "whole" in request.POST else form.box
    turn = form.cleaned_data["turn"]
    act = partial(photos.crop, application_id=case.pk, requirement=wanted, photo_id=photo, turn=turn, box=box)
    return after(request, case, wanted, act)


def _page(request: AuthedRequest, case: Application, found: Photo, form: CropForm) -> HttpResponse:
    preview = form.query if form.is_bound and form.is_valid() else ""
    picture = picture_of(case, found)
    context = {
        "case": case,
        "key": found.requirement_key,
        "title": str(case.spec.requirement(found.requirement_key).name),
        "form": form,
        "photo": found,
        "whole": f"{picture}&utuh=1",
        "preview": f"{picture}&{preview}" if preview else "",
    }
    return render(request, "portal/photo_crop.html", context, status=422 if form.errors else 200)


@applicant_required
@require_GET
def picture(request: AuthedRequest, number: str, requirement: str, photo: int) -> HttpResponseBase:
    """As it will be in the PDF. `utuh`: before the crop; the form's four edges: as they would crop it."""
    case, wanted = slot_of(request, number, requirement, timezone.now())
    found = photo_of(case, wanted, photo)
    if found is None or not composing.usable(found):
        raise Http404
    box, longest = framing.box_of(found.crop), _THUMB
    if "utuh" in request.GET:
        box, longest = None, _LARGE
    elif "top" in request.GET:
        form = CropForm(request.GET)
        if not form.is_valid():
            raise Http404
        box, longest = framing.checked(form.box), _LARGE
    page = found.stored.pages.all()[0]
    return respond_framed(page, request=request, turn=found.turn, box=box, longest=longest)
