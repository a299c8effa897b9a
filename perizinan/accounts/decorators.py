"""Who may open a view. What they see inside it is the business of its query."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from allauth.decorators import rate_limit
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from perizinan.accounts import queries
from perizinan.accounts.roles import Role
from perizinan.accounts.types import AuthedRequest

P = ParamSpec("P")
AnyView = TypeVar("AnyView", bound=Callable[..., HttpResponseBase])
AuthedView = Callable[Concatenate[AuthedRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def applicant_required(view: AuthedView[P]) -> View[P]:
    """Signed in; everybody signed in may be an applicant."""
    return role_required(Role.APPLICANT)(view)


def role_required(*roles: Role) -> Callable[[AuthedView[P]], View[P]]:
    """One of these roles today, for whichever unit. Anonymous visitors sign in and come back."""

    def decorate(view: AuthedView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return sign_in_and_return(request)
            signed_in = cast(AuthedRequest, request)
            if not queries.has_one_of(signed_in.user, roles, timezone.localdate()):
                raise PermissionDenied
            return view(signed_in, *args, **kwargs)

        return guarded

    return decorate


def rationed(action: str) -> Callable[[AnyView], AnyView]:
    """allauth's rate limits (per visitor, per person); while Redis is away each process counts for itself."""
    return cast("Callable[[AnyView], AnyView]", rate_limit(action=action))


def sign_in_and_return(request: HttpRequest) -> HttpResponseRedirect:
    """To the sign-in page, remembering the page the person was on (not the address a form posts to)."""
    query = QueryDict(mutable=True)
    query["next"] = _page(request)
    if request.method != "GET" or _is_htmx(request):
        query["sesi"] = "habis"
    address = f"{reverse('account_login')}?{query.urlencode(safe='/')}"
    return HttpResponseRedirect(address)


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _page(request: HttpRequest) -> str:
    if request.method == "GET" and not _is_htmx(request):
        return request.get_full_path()
    seen = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(seen, allowed_hosts={request.get_host()}):
        return request.path
    parts = urlsplit(seen)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
