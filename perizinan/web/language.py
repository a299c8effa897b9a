"""Which language a page speaks: the cookie of this browser, else the signed-in person's choice, else Indonesian."""

from typing import Protocol, runtime_checkable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


@runtime_checkable
class HasLanguage(Protocol):
    """The column of accounts.User; this slice stands below accounts and cannot name it."""

    language: str

    def save(self, *, update_fields: list[str]) -> None: ...


def of(request: HttpRequest) -> str:
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if _offered(cookie):
        return str(cookie)
    if settings.SESSION_COOKIE_NAME in request.COOKIES:  # nobody signs in without one, so no query for strangers
        own = getattr(request.user, "language", None)
        if _offered(own):
            return str(own)
    return settings.LANGUAGE_CODE


def remember(request: HttpRequest, response: HttpResponse, chosen: str) -> None:
    """On this browser, and on the person when signed in (messages are written in that language)."""
    if not _offered(chosen):
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    user = request.user
    if user.is_authenticated and isinstance(user, HasLanguage):
        user.language = chosen
        user.save(update_fields=["language"])


def _offered(code: str | None) -> bool:
    return code in dict(settings.LANGUAGES)
