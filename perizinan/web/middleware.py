"""What is true of every response: its number, its safety headers, its language, and who may keep a copy."""

import secrets

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.cache import patch_vary_headers

from perizinan.web import language
from perizinan.web.types import GetResponse

# sayable over the phone: no 0 O 1 I L
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_PERMISSIONS = "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"


class RequestIdMiddleware:
    """`request.id` in every log line and in X-Request-ID; its first four signs are the code of an error page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = "".join(secrets.choice(_ALPHABET) for _ in range(16))
        request.id = request_id  # type: ignore[attr-defined]  # web.types.PortalRequest
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        return response


class SecurityHeadersMiddleware:
    """What Django and django-csp do not send themselves."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if response.headers.get("Content-Type", "").startswith("text/html"):
            # the same address gives a page or a part of it (web.htmx.render)
            patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
        return response


class LanguageMiddleware:
    """Indonesian unless this browser or this person chose otherwise; Accept-Language is never read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = language.of(request)
        request.LANGUAGE_CODE = chosen
        with translation.override(chosen):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        patch_vary_headers(response, ["Cookie"])
        return response


class PrivatePagesMiddleware:
    """No copy of a signed-in page is kept. A part asked for after the session ended becomes a whole sign-in page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or (
            getattr(request, "user", None) and request.user.is_authenticated
        ):
            response.headers.setdefault("Cache-Control", "no-store")
        if request.headers.get("HX-Request") == "true" and _leads_to_sign_in(response):
            # htmx would follow the redirect and put the sign-in page inside a table row
            response.headers["HX-Redirect"] = response.headers["Location"]
            del response.headers["Location"]
            response.status_code = 204
        return response


def _leads_to_sign_in(response: HttpResponseBase) -> bool:
    target = response.headers.get("Location", "")
    return response.status_code == 302 and target.split("?")[0] == resolve_url(settings.LOGIN_URL)
