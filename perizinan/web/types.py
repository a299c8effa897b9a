"""Types that every view shares."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class PortalRequest(HttpRequest):
    """A request that went through RequestIdMiddleware."""

    id: str
