"""A part that the portal leans on does not answer now: the page says so and asks to come back (503)."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from perizinan.web.types import GetResponse

_SECONDS = 60


class Unavailable(Exception):
    """Nothing was done, and nothing is lost: the same can be asked again."""


class UnavailableMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Unavailable):
            return None
        response = render(request, "errors/503.html", status=503)
        response.headers["Retry-After"] = str(_SECONDS)
        return response
