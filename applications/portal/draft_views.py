from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from applications.answers.completeness import asked_sections
from applications.answers.forms import ROW_BUTTON, more_rows, read_post, section_form
from applications.answers.queries import draft_of, saved
from applications.catalogue.schema import PermitTypeSpec, Section
from applications.documents.queries import unfinished
from applications.documents.reuse import offers
from applications.drafting import actions as drafting
from applications.drafting import renewing
from applications.drafting.closing import closed_spec
from applications.lifecycle.models import Application
from applications.lifecycle.moves import NotYourMove
from applications.lifecycle.states import Status
from applications.portal.access import case_of
from applications.portal.closed import closing
from applications.portal.tasks_page import section_rows, task_page
from perizinan.accounts.decorators import applicant_required
from perizinan.accounts.types import AuthedRequest
from perizinan.web.texts import jam


@applicant_required
@require_GET
def task_list(request: AuthedRequest, number: str) -> HttpResponse:
    found = case_of(request, number, timezone.now())
    if found.status != Status.DRAFT:
        return redirect("portal:case", number=found.number)
    page = task_page(found, timezone.now())
    empty = [slot.requirement for slot in page.slots if not slot.filled]
    context = {
        "page": page,
        "uploads": unfinished(found.pk, by=request.user),
        "offers": offers(found, empty, by=request.user, now=timezone.now()),
    }
    return render(request, "portal/tasks.html", context)


@applicant_required
@require_http_methods(["GET", "POST"])
def section(request: AuthedRequest, number: str, section: str) -> HttpResponse:
    """One section. Autosave, "Simpan dan lanjutkan", "Tambah baris" ... all post here; all of them save."""
    found = case_of(request, number, timezone.now())
    if request.method == "POST":
        return _save(request, found, section)
    if found.status == Status.DRAFT and section not in {each.key for each in found.spec.sections}:
        return redirect("portal:tasks", number=found.number)  # a newer form may ask it no more
    part = _section(found.spec, section)
    if found.status != Status.DRAFT:
        return redirect("portal:case", number=found.number)
    if part not in asked_sections(found.spec, draft_of(found, found.round)):
        return redirect("portal:tasks", number=found.number)
    return _page(request, found, part, check="periksa" in request.GET)


def _save(request: AuthedRequest, found: Application, key: str) -> HttpResponse:
    automatic, version = "X-Autosave" in request.headers, _version_of_page(request, found)
    spec = found.spec if version == found.version.number else _older(found, version)
    part = _section(spec, key)
    try:
        result = drafting.save_section(
            application_id=found.pk,
            section_key=key,
            typed=read_post(part.fields, request.POST),
            page_version=version,
            by=request.user,
            now=timezone.now(),
        )
    except NotYourMove:
        return HttpResponse(status=409) if automatic else redirect("portal:case", number=found.number)
    if automatic:
        return HttpResponse(status=204, headers={"X-Saved-At": jam(result.saved_at)})
    if spec is not found.spec:  # what became of the answers stands on the task list
        return redirect("portal:tasks", number=found.number)
    if ROW_BUTTON in request.POST:
        return _page(request, found, part, check=False, more=more_rows(request.POST))
    if result.errors and request.POST.get("after") != "exit":
        return _page(request, found, part, check=True)
    return redirect(_next_page(request, found, part))


def _page(
    request: AuthedRequest, found: Application, part: Section, *, check: bool, more: Mapping[str, int] | None = None
) -> HttpResponse:
    round_number = drafting.working_round(found)
    given, last = draft_of(found, round_number, now=timezone.now()), saved(found, round_number)
    form = section_form(found.spec, part.key, given, check=check, more=more)
    rows = section_rows(found, given)
    keys = [row.key for row in rows]
    closed = closed_spec(found)
    context = {
        "case": found,
        "closing": closing(closed) if closed is not None else None,
        "part": part,
        "form": form,
        "save_url": request.path,
        "saved_at": last.saved_at if last and last.saved_by_id else None,
        "sections": rows,
        "place": keys.index(part.key) + 1 if part.key in keys else len(keys),
        "places": len(keys),
    }
    wrong = request.method == "POST" and bool(form.problems)
    return render(request, "portal/section.html", context, status=422 if wrong else 200)


def _version_of_page(request: AuthedRequest, found: Application) -> int:
    """A draft may have moved to a newer form while the page of the older one stood open."""
    typed = request.POST.get("versi", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else found.version.number


def _older(found: Application, version: int) -> PermitTypeSpec:
    try:
        return renewing.version_of(found, version).parsed
    except renewing.UnknownPage:
        raise Http404 from None


def _section(spec: PermitTypeSpec, key: str) -> Section:
    """Of the applicant; what officers fill in is no page here."""
    part = next((section for section in spec.applicant_sections() if section.key == key), None)
    if part is None:
        raise Http404
    return part


def _next_page(request: AuthedRequest, found: Application, part: Section) -> str:
    """The next section that asks something, or the task list after the last one and for "Simpan dan keluar"."""
    keys = [section.key for section in asked_sections(found.spec, draft_of(found, found.round))]
    following = keys.index(part.key) + 1 if part.key in keys else len(keys)
    if request.POST.get("after") == "exit" or following == len(keys):
        return reverse("portal:tasks", args=[found.number])
    return reverse("portal:section", args=[found.number, keys[following]])
