"""One view serves the page and its part: htmx asks the same address and gets the part."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_page


def wants_part(request: HttpRequest) -> bool:
    """A restored history entry or a boosted link needs the whole page, whatever else htmx says."""
    headers = request.headers
    whole = headers.get("HX-History-Restore-Request") == "true" or headers.get("HX-Boosted") == "true"
    return headers.get("HX-Request") == "true" and not whole


def render(
    request: HttpRequest, page: str, partial: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """`Vary: HX-Request` is added to every page by SecurityHeadersMiddleware."""
    template = partial if wants_part(request) else page
    return render_page(request, template, dict(context or {}), status=status)
