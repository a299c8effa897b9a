from django.http import HttpRequest

from perizinan.accounts.models import User


class AuthedRequest(HttpRequest):
    """A request whose user is signed in: what the decorators hand to a view."""

    user: User
