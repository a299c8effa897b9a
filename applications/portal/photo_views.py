"""Several photos of one slot, put in order and made into one PDF."""

from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications.catalogue.schema import Requirement
from applications.documents import composing, photos
from applications.documents.actions import SlotClosed, may_attach
from applications.lifecycle.models import Application
from applications.portal.photo_looks import back_to, not_ready, photo_page
from applications.portal.photo_place import after, closed, gone, shown, slot_of
from perizinan.accounts.decorators import applicant_required
from perizinan.accounts.types import AuthedRequest
from perizinan.files.actions import Refused
from perizinan.web.htmx import wants_part
from perizinan.web.ratelimit import allowed

_LONGEST = 18  # digits of a key
_COMPOSED_PER_MINUTE = 20


@applicant_required
@require_http_methods(["GET", "POST"])
def photo_list(request: AuthedRequest, number: str, requirement: str) -> HttpResponse:
    """The photos of one slot. POST: one or several more, behind the others."""
    case, wanted = slot_of(request, number, requirement, timezone.now())
    if request.method == "POST":
        return after(request, case, wanted, partial(_add_all, request, case, wanted))
    if not may_attach(case, wanted.key):
        return closed(request, case, wanted)
    asked = request.GET.get("lagi", "")
    again = int(asked) + 1 if asked.isdecimal() and len(asked) < 4 else 0
    template = "portal/_photos.html" if wants_part(request) else "portal/photos.html"
    return render(request, template, photo_page(case, wanted, by=request.user, again=again))


def _add_all(request: AuthedRequest, case: Application, wanted: Requirement) -> None:
    """All that can be taken are; the first that cannot says why."""
    refusals = []
    for upload in _uploads(request):
        try:
            photos.add(application_id=case.pk, requirement=wanted, upload=upload, by=request.user, now=timezone.now())
        except photos.TooMany:
            raise
        except Refused as refused:
            refusals.append(Refused(refused.code, f"{upload.name}: {refused.sentence}"))
    if refusals:
        raise refusals[0]


def _uploads(request: AuthedRequest) -> "list[UploadedFile[Any]]":
    found = [upload for upload in request.FILES.getlist("file") if isinstance(upload, UploadedFile)]
    if not found:
        raise Refused("no-file", _("Pilih fotonya dulu."))
    return found


@applicant_required
@require_http_methods(["GET", "POST"])
def retake(request: AuthedRequest, number: str, requirement: str, photo: int) -> HttpResponse:
    """Another picture of the same page, on the same place. `sejak`: the last photo there was when the page came; one
    that upload.js sent since then is the new picture."""
    case, wanted = slot_of(request, number, requirement, timezone.now())
    if request.method == "POST":
        return after(request, case, wanted, partial(_retake, request, case, wanted, photo), leave=True)
    context = photo_page(case, wanted, by=request.user)
    looks = {look.pk: look for look in context["photos"]}
    if photo not in looks:
        return gone(request, case, wanted)
    if not may_attach(case, wanted.key):
        return closed(request, case, wanted)
    newest, since = max(looks), request.GET.get("sejak", "")
    taken = newest if since.isdecimal() and newest > int(since[:_LONGEST]) else None
    context |= {"look": looks[photo], "retake": request.path, "newest": newest, "taken": taken}
    template = "portal/_photo_retake.html" if wants_part(request) else "portal/photo_retake.html"
    return render(request, template, context)


def _retake(request: AuthedRequest, case: Application, wanted: Requirement, photo: int) -> None:
    taken, now = request.POST.get("taken", ""), timezone.now()
    if taken.isdecimal() and len(taken) <= _LONGEST:
        photos.put_in_place(
            application_id=case.pk, requirement=wanted, photo_id=photo, taken_id=int(taken), by=request.user, now=now
        )
        return
    new = _uploads(request)[0]
    photos.retake(application_id=case.pk, requirement=wanted, photo_id=photo, upload=new, by=request.user, now=now)


@applicant_required
@require_POST
def order(request: AuthedRequest, number: str, requirement: str, photo: int) -> HttpResponse:
    case, wanted = slot_of(request, number, requirement, timezone.now())
    step: photos.Step = "down" if request.POST.get("step") == "down" else "up"
    act = partial(photos.move, application_id=case.pk, requirement=wanted, photo_id=photo, step=step)
    return after(request, case, wanted, act, moved=photo)


@applicant_required
@require_POST
def turn(request: AuthedRequest, number: str, requirement: str, photo: int) -> HttpResponse:
    case, wanted = slot_of(request, number, requirement, timezone.now())
    return after(
        request, case, wanted, partial(photos.turn, application_id=case.pk, requirement=wanted, photo_id=photo)
    )


@applicant_required
@require_POST
def removal(request: AuthedRequest, number: str, requirement: str, photo: int) -> HttpResponse:
    case, wanted = slot_of(request, number, requirement, timezone.now())
    act = partial(
        photos.remove, application_id=case.pk, requirement=wanted, photo_id=photo, by=request.user, now=timezone.now()
    )
    return after(request, case, wanted, act, told=_("Foto dihapus."))


@applicant_required
@require_POST
def composition(request: AuthedRequest, number: str, requirement: str) -> HttpResponse:
    """All photos into one PDF, the next version of the slot."""
    case, wanted = slot_of(request, number, requirement, timezone.now())
    if not allowed(request, f"compose-{request.user.pk}", per_minute=_COMPOSED_PER_MINUTE, now=timezone.now()):
        problem = _("Terlalu banyak unggahan sekaligus. Coba lagi satu menit lagi.")
        return shown(request, case, wanted, problem=problem)
    try:
        composing.compose(application_id=case.pk, requirement=wanted, by=request.user, now=timezone.now())
    except composing.NotReady as missing:
        return shown(request, case, wanted, problem=not_ready(missing))
    except composing.PhotosChanged:
        problem = _("Foto-fotonya berubah saat kami menyatukannya. Lihat lagi, lalu tekan sekali lagi.")
        return shown(request, case, wanted, problem=problem)
    except Refused as refused:
        return shown(request, case, wanted, problem=refused.sentence)
    except SlotClosed:
        return closed(request, case, wanted)
    return redirect(back_to(case, wanted))
