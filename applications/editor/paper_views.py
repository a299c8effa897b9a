"""The letter of a type with sample answers: a page, its pictures, the PDF."""

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications.catalogue.load import canonical
from applications.editor import pages, queries
from applications.editor.views import readers
from applications.permits import samples
from perizinan.accounts.types import AuthedRequest

REMEMBERED = 300  # seconds: the pictures of a page are asked for one by one


@require_safe
@readers
def letter(request: AuthedRequest, slug: str, kind: str) -> HttpResponse:
    shown = _shown_or_404(request, slug, kind)
    numbers = range(1, len(_pictures(shown, kind)) + 1)
    context = {"slug": slug, "shown": shown, "spec": shown.spec, "kind": kind, "numbers": numbers}
    return render(request, "editor/letter.html", context | {"papers": pages.papers(shown.spec)})


@require_safe
@readers
def picture(request: AuthedRequest, slug: str, kind: str, number: int) -> HttpResponse:
    found = _pictures(_shown_or_404(request, slug, kind), kind)
    if not 1 <= number <= len(found):
        raise Http404("the letter has no such page")
    return HttpResponse(found[number - 1], content_type="image/png")


@require_safe
@readers
def pdf(request: AuthedRequest, slug: str, kind: str) -> HttpResponse:
    shown = _shown_or_404(request, slug, kind)
    content = samples.sample_letter(shown.spec, kind=kind, now=timezone.now())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="contoh-{slug}-{kind}.pdf"'
    return response


def _shown_or_404(request: AuthedRequest, slug: str, kind: str) -> queries.Shown:
    _found, draft, versions = queries.type_or_404(slug)
    shown = queries.shown_or_404(request.GET.get("versi", ""), draft, versions)
    if kind not in dict(pages.papers(shown.spec)):
        raise Http404("no such letter")
    return shown


def _pictures(shown: queries.Shown, kind: str) -> list[bytes]:
    now = timezone.now()
    key = f"editor:letter:{canonical(shown.spec)[1]}:{kind}:{timezone.localdate(now)}"
    found: list[bytes] | None = cache.get(key)
    if found is None:
        found = samples.sample_pages(shown.spec, kind=kind, now=now)
        cache.set(key, found, REMEMBERED)
    return found
