from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from applications.answers.forms import section_form
from applications.answers.queries import draft_of, saved
from applications.catalogue.schema import Section
from applications.drafting import actions as drafting
from applications.lifecycle.models import Application
from applications.lifecycle.moves import NotYourMove
from applications.lifecycle.states import Status
from applications.portal.access import case_of
from applications.portal.tasks_page import section_rows, task_page
from perizinan.accounts.decorators import applicant_required
from perizinan.accounts.types import AuthedRequest
from perizinan.web.texts import jam


@applicant_required
@require_GET
def task_list(request: AuthedRequest, number: str) -> HttpResponse:
    found = case_of(request, number, timezone.localdate())
    if found.status != Status.DRAFT:
        return redirect("portal:case", number=found.number)
    return render(request, "portal/tasks.html", {"page": task_page(found)})


@applicant_required
@require_http_methods(["GET", "POST"])
def section(request: AuthedRequest, number: str, section: str) -> HttpResponse:
    """One section. Autosave, "Simpan dan lanjutkan" and "Simpan dan keluar" all post here; all of them save."""
    found = case_of(request, number, timezone.localdate())
    part = _section(found, section)
    if request.method == "POST":
        return _save(request, found, part)
    if found.status != Status.DRAFT:
        return redirect("portal:case", number=found.number)
    return _page(request, found, part, check="periksa" in request.GET)


def _save(request: AuthedRequest, found: Application, part: Section) -> HttpResponse:
    automatic = "X-Autosave" in request.headers
    typed = {key: value for key, value in request.POST.items() if isinstance(value, str)}
    try:
        result = drafting.save_section(
            application_id=found.pk, section_key=part.key, typed=typed, by=request.user, now=timezone.now()
        )
    except NotYourMove:
        return HttpResponse(status=409) if automatic else redirect("portal:case", number=found.number)
    if automatic:
        return HttpResponse(status=204, headers={"X-Saved-At": jam(result.saved_at)})
    if result.errors and request.POST.get("after") != "exit":
        return _page(request, found, part, check=True)
    return redirect(_next_page(request, found, part))


def _page(request: AuthedRequest, found: Application, part: Section, *, check: bool) -> HttpResponse:
    round_number = drafting.working_round(found)
    given, last = draft_of(found, round_number), saved(found, round_number)
    form = section_form(found.spec, part.key, given, check=check)
    context = {
        "case": found,
        "part": part,
        "form": form,
        "save_url": request.path,
        "saved_at": last.saved_at if last and last.saved_by_id else None,
        "sections": section_rows(found, given),
        "place": found.spec.sections.index(part) + 1,
        "places": len(found.spec.sections),
    }
    wrong = request.method == "POST" and bool(form.errors)
    return render(request, "portal/section.html", context, status=422 if wrong else 200)


def _section(found: Application, key: str) -> Section:
    try:
        return found.spec.section(key)
    except StopIteration:
        raise Http404 from None


def _next_page(request: AuthedRequest, found: Application, part: Section) -> str:
    """The next section, or the task list after the last one and for "Simpan dan keluar"."""
    sections = found.spec.sections
    following = sections.index(part) + 1
    if request.POST.get("after") == "exit" or following == len(sections):
        return reverse("portal:tasks", args=[found.number])
    return reverse("portal:section", args=[found.number, sections[following].key])
