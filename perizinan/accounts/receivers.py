"""allauth's and Django's sign-in events -> audit. The one place of this project where signals are used."""

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa import signals as second_step
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from perizinan.accounts import actions, identity, verbs
from perizinan.accounts.models import User
from perizinan.audit.actions import record
from perizinan.outbox.actions import post

_METHODS = {"code": "kode", "password": "kata sandi", "mfa": "aplikasi kode"}


@receiver(account.user_logged_in)
def signed_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    methods = [_METHODS.get(entry["method"], entry["method"]) for entry in get_authentication_records(request, user)]
    _record(verbs.SIGNED_IN, user, method=" + ".join(dict.fromkeys(methods)))


@receiver(auth.user_logged_out)
def signed_out(user: User | None, **_kwargs: Any) -> None:
    if user is not None:
        _record(verbs.SIGNED_OUT, user)


@receiver(auth.user_login_failed)
def password_refused(credentials: dict[str, Any], **_kwargs: Any) -> None:
    address = str(credentials.get("email") or credentials.get("phone") or "")
    user = User.objects.filter(email=address).first() or User.objects.filter(phone=address).first()
    with transaction.atomic():
        record(
            verb=verbs.SIGN_IN_FAILED,
            by=None,
            subject=user or identity.masked(address),
            now=timezone.now(),
            data={"method": "kata sandi"},
        )


@receiver(account.login_code_rejected)
@receiver(account.email_verification_code_rejected)
def code_refused(user: User, last_attempt: bool, **_kwargs: Any) -> None:
    with transaction.atomic():
        record(
            verb=verbs.SIGN_IN_FAILED,
            by=None,
            subject=user,
            now=timezone.now(),
            data={"method": "kode", "last_attempt": last_attempt},
        )


@receiver(account.password_set)
@receiver(account.password_changed)
def password_set(user: User, **_kwargs: Any) -> None:
    """The owner is told as well: if it was not the owner, this is how they learn of it."""
    now = timezone.now()
    with transaction.atomic():
        record(verb=verbs.PASSWORD_SET, by=user, subject=user, now=now)
        post(to=user, kind="password_set", context={}, key=f"password-set:{user.pk}:{now.isoformat()}", now=now)


@receiver(account.email_confirmed)
def email_confirmed(email_address: EmailAddress, **_kwargs: Any) -> None:
    _record(verbs.CONTACT_CHANGED, email_address.user, what="alamat e-mail")


@receiver(account.email_changed)
def email_replaced(
    user: User, from_email_address: EmailAddress | None, to_email_address: EmailAddress, **_kwargs: Any
) -> None:
    if from_email_address is not None and from_email_address.email != to_email_address.email:
        with transaction.atomic():
            actions.tell_former(user=user, email=from_email_address.email, now=timezone.now())


@receiver(second_step.authenticator_added)
def second_step_on(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        _record(verbs.SECOND_STEP_ON, user)
        # The code just typed is proof enough to see the spare codes on the next page.
        record_authentication(request, user, method="mfa", reauthenticated=True)


@receiver(second_step.authenticator_removed)
def second_step_off(user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        _record(verbs.SECOND_STEP_OFF, user)


def _record(verb: str, user: User, **data: str) -> None:
    with transaction.atomic():
        record(verb=verb, by=user, subject=user, now=timezone.now(), data=data)
