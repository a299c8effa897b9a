"""Who may be signed in at all. Asked at every sign-in and again on every request."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

DEMO_DOMAIN = "@contoh.test"


class PortalBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth is untyped
    def user_can_authenticate(self, user: Any) -> bool:
        return bool(super().user_can_authenticate(user)) and may_sign_in(user)


def may_sign_in(user: Any) -> bool:
    """Demo accounts share a published password: where DEMO is off they are closed, also for who is signed in."""
    return settings.DEMO_LOGINS or not (user.email or "").endswith(DEMO_DOMAIN)
