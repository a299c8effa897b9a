"""The pages of the foot: what the office promises, how it keeps data, where to complain."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications.catalogue import fee_words, pages, queries
from perizinan.office.queries import profile


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/privacy.html", {"office": profile()})


@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/complaints.html", {"office": profile()})


@require_safe
def standards(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/standards.html", {"local": queries.handled_here(), "office": profile()})


@require_safe
def standard(request: HttpRequest, slug: str) -> HttpResponse:
    """Computed from the type like its service page, so that the two cannot differ."""
    spec = queries.spec_or_404(slug)
    if not spec.local:
        raise Http404("another portal handles this type")
    context = {"spec": spec, "items": pages.items(spec), "steps": pages.steps(spec), "times": pages.times(spec)}
    return render(request, "catalogue/standard.html", context | {"fee": fee_words.page(spec), "office": profile()})
