from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications.catalogue import directory, fee_words, pages, queries, search
from applications.catalogue.kinds import Kind
from perizinan.office.queries import profile

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
_KEPT_SECONDS = 60


def kept_a_while(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Going back costs no signal: the phone may keep this page for a minute. Not a shared cache, since the page holds
    a token of this browser; and nothing is kept of who is signed in."""

    @wraps(view)
    def kept(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            response.headers["Cache-Control"] = f"private, max-age={_KEPT_SECONDS}"
        return response

    return kept


@require_safe
@kept_a_while
def home(request: HttpRequest) -> HttpResponse:
    services = queries.services()
    needs = directory.page(directory.Wish(), services).needs
    return render(
        request, "catalogue/home.html", {"popular": queries.popular(services), "needs": needs, "office": profile()}
    )


@require_safe
@kept_a_while
def permit_list(request: HttpRequest) -> HttpResponse:
    asked = [request.GET.get(key, "").replace("\0", "").strip() for key in ("q", "perlu", "instansi")]
    wish = directory.Wish(*(each[: search.LONGEST_QUERY] for each in asked))
    services = queries.services()
    page = directory.page(wish, services)
    context = {"page": page, "typed": page.wish.typed, "office": profile()}
    if not page.found:
        context["listed"] = directory.listed(services)
    return render(request, "catalogue/list.html", context)


@require_safe
@kept_a_while
def service(request: HttpRequest, slug: str) -> HttpResponse:
    permit_type, spec = queries.type_or_404(slug)
    items = pages.items(spec, spec.kinds[0].kind)
    context = {"spec": spec, "items": items, "office": profile(), "successor": queries.successor_of(spec)}
    if not spec.local:
        return render(request, "catalogue/redirect.html", context)
    usual = pages.Usual(permit_type.median_days, permit_type.median_cases)
    context |= {"facts": pages.facts(spec, usual), "steps": pages.steps(spec), "kinds": pages.kinds(spec)}
    return render(request, "catalogue/service.html", context | {"fee": fee_words.page(spec)})


@require_safe
@kept_a_while
def checklist(request: HttpRequest, slug: str) -> HttpResponse:
    """For paper. A kind that is not offered shows what the first one needs."""
    spec = queries.spec_or_404(slug)
    offer = spec.offers(request.GET.get("jenis", "")) or spec.kinds[0]
    kind = offer.kind if spec.local else Kind.NEW
    context = {
        "spec": spec,
        "items": pages.items(spec, kind),
        "kinds": pages.kinds(spec),
        "kind": kind,
        "office": profile(),
    }
    return render(request, "catalogue/checklist.html", context)
