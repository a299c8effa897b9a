from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications.catalogue.schema import Requirement
from applications.documents import actions as documents
from applications.documents.queries import Slot, unfinished, versions
from applications.documents.reuse import offers
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from applications.portal.access import case_of
from applications.portal.looks import slot_row
from perizinan.accounts.decorators import applicant_required
from perizinan.accounts.types import AuthedRequest
from perizinan.files.actions import Refused
from perizinan.files.line import ahead_of
from perizinan.files.respond import respond
from perizinan.web.htmx import wants_part


@applicant_required
@require_http_methods(["GET", "POST"])
def document(request: AuthedRequest, number: str, requirement: str) -> HttpResponse:
    """One slot: its row for htmx, the task list (or the case) for everybody else."""
    case = case_of(request, number, timezone.now(), lean=True)
    wanted = requirement_of(case, requirement)
    problem = _receive(request, case, wanted) if request.method == "POST" else ""
    if not wants_part(request) and not problem:
        return redirect(f"{page_of(case)}#dokumen-{wanted.key}")
    slot = Slot(wanted, next(iter(versions(case, wanted.key)), None))
    asked = request.GET.get("lagi", "")
    row = slot_row(
        case,
        slot,
        may_change="baca" not in request.GET and documents.may_attach(case, wanted.key),
        problem=problem,
        again=int(asked) + 1 if asked.isdecimal() and len(asked) < 4 else 0,
        uploads=unfinished(case.pk, by=request.user).get(wanted.key, ()),
        ahead=ahead_of(slot.stored) if slot.stored and not slot.decided else 0,
    )
    if not slot.filled and row["may_change"]:
        row["offers"] = offers(case, [wanted], by=request.user, now=timezone.now())[wanted.key]
    template = "portal/_slot.html" if wants_part(request) else "portal/slot.html"
    return render(request, template, {"case": case, **row}, status=422 if problem else 200)


def _receive(request: AuthedRequest, case: Application, wanted: Requirement) -> str:
    """Empty when the file was taken, else the sentence that says what is wrong and how to mend it."""
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        return _("Pilih berkasnya dulu.")
    try:
        if not documents.may_attach(case, wanted.key):
            raise documents.SlotClosed
        documents.attach(application_id=case.pk, requirement=wanted, upload=upload, by=request.user, now=timezone.now())
    except Refused as refused:
        return str(refused.sentence)
    except documents.SlotClosed:
        return _("Dokumen ini sedang kami periksa, jadi belum dapat diganti.")
    return ""


@applicant_required
@require_GET
def download(request: AuthedRequest, number: str, requirement: str, version: int) -> HttpResponseBase:
    case = case_of(request, number, timezone.now())
    found = next((v for v in versions(case, requirement) if v.number == version), None)
    if found is None:
        raise Http404
    return respond(found.stored, request=request)


def requirement_of(case: Application, key: str) -> Requirement:
    try:
        return case.spec.requirement(key)
    except StopIteration:
        raise Http404 from None


def page_of(case: Application) -> str:
    name = "portal:tasks" if case.status == Status.DRAFT else "portal:case"
    return reverse(name, args=[case.number])
