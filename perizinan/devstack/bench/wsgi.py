"""The portal as the bench's own pages run it, settings read as for development, pages run as in production; and beside
it, in the same process, what Django alone costs."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

portal = get_wsgi_application()

from perizinan.devstack.bench import bare  # noqa: E402  # its models want Django set up

settings.DEBUG = False
with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
    django_alone = WSGIHandler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    handler = django_alone if environ["PATH_INFO"] == bare.UPLOAD else portal
    return handler(environ, start_response)
