"""Where the photos of a slot are asked for, and what is answered after each change of them."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.catalogue.schema import Requirement
from applications.documents import framing, photos
from applications.documents.actions import SlotClosed
from applications.documents.models import Photo
from applications.lifecycle.models import Application
from applications.portal.access import case_of
from applications.portal.photo_looks import back_to, photo_page
from applications.portal.upload_views import requirement_of
from perizinan.accounts.types import AuthedRequest
from perizinan.files.actions import Refused
from perizinan.web.htmx import wants_part

_GONE = gettext_lazy("Foto ini sudah tidak ada. Mungkin sudah dihapus di halaman lain.")
_TOO_SMALL = gettext_lazy("Potongan ini terlalu kecil. Sisakan lebih banyak dari fotonya.")


def slot_of(request: AuthedRequest, number: str, requirement: str, now: datetime) -> tuple[Application, Requirement]:
    """Of their own case, and made of photos; all else is not there."""
    case = case_of(request, number, now)
    wanted = requirement_of(case, requirement)
    if not photos.takes_photos(wanted):
        raise Http404
    return case, wanted


def photo_of(case: Application, wanted: Requirement, pk: int) -> Photo | None:
    return next((photo for photo in photos.photos_of(case.pk, wanted.key) if photo.pk == pk), None)


def after(
    request: AuthedRequest,
    case: Application,
    wanted: Requirement,
    act: Callable[[], object],
    *,
    told: str = "",
    moved: int | None = None,
    leave: bool = False,
) -> HttpResponse:
    """One change, then the photos as they are now: the part for htmx, a redirect for everybody else and where the
    change was made on a page of its own."""
    problem: str | Promise = ""
    try:
        act()
    except SlotClosed:
        return closed(request, case, wanted)
    except photos.PhotoGone:
        problem = _GONE
    except framing.BadCrop:
        problem = _TOO_SMALL
    except Refused as refused:
        problem = refused.sentence
    return shown(request, case, wanted, problem=str(problem), told="" if problem else told, moved=moved, leave=leave)


def shown(
    request: AuthedRequest,
    case: Application,
    wanted: Requirement,
    *,
    problem: str = "",
    told: str = "",
    moved: int | None = None,
    leave: bool = False,
) -> HttpResponse:
    if wants_part(request) and not leave:
        context = photo_page(case, wanted, by=request.user, problem=problem, told=told, moved=moved)
        return render(request, "portal/_photos.html", context, status=422 if problem else 200)
    if problem:
        messages.error(request, problem)
    return _go(request, reverse("portal:photos", args=[case.number, wanted.key]))


def gone(request: AuthedRequest, case: Application, wanted: Requirement) -> HttpResponse:
    return shown(request, case, wanted, problem=str(_GONE), leave=True)


def closed(request: AuthedRequest, case: Application, wanted: Requirement) -> HttpResponse:
    messages.error(request, _("Dokumen ini sedang kami periksa, jadi belum dapat diganti."))
    return _go(request, back_to(case, wanted))


def _go(request: AuthedRequest, page: str) -> HttpResponse:
    if wants_part(request):
        return HttpResponse(headers={"HX-Redirect": page})
    return redirect(page)
