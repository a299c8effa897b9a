from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications.catalogue import pages, queries, search
from perizinan.office.queries import profile


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/home.html", {"popular": queries.popular(), "office": profile()})


@require_safe
def permit_list(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "")[: search.LONGEST_QUERY].replace("\0", "").strip()
    found = queries.found(typed) if typed else []
    context = {"typed": typed, "found": found, "listed": [] if found else queries.listed(), "office": profile()}
    return render(request, "catalogue/list.html", context)


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    spec = queries.spec_or_404(slug)
    context = {"spec": spec, "items": pages.items(spec), "office": profile()}
    if not spec.local:
        return render(request, "catalogue/redirect.html", context)
    context |= {"facts": pages.facts(spec), "steps": pages.steps(spec)}
    return render(request, "catalogue/service.html", context)


@require_safe
def checklist(request: HttpRequest, slug: str) -> HttpResponse:
    spec = queries.spec_or_404(slug)
    return render(request, "catalogue/checklist.html", {"spec": spec, "items": pages.items(spec), "office": profile()})
