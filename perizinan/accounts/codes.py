"""Sending a sign-in code and finding the one that waits to be typed (allauth keeps it in the session)."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from perizinan.accounts.models import User

RECENT_SECONDS = 15 * 60


def allow(request: HttpRequest, address: str) -> None:
    """Raises when this visitor or this address asks for codes too often."""
    if not ratelimit.consume(request, action="request_login_code", key=address):
        error: ValidationError = get_adapter().validation_error("too_many_login_attempts")
        raise error


def send(request: HttpRequest, *, user: User, email: str | None, phone: str | None) -> None:
    sync_user_email_address(user)
    LoginCodeVerificationProcess.initiate(request=request, user=user, email=email, phone=phone)


def is_awaited(request: HttpRequest) -> bool:
    """Is there a code, still good, that this visitor may type now?"""
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    return stage is not None and LoginCodeVerificationProcess.resume(stage) is not None


def came_by_code(request: HttpRequest, user: User, *, now: float) -> bool:
    """Did this session prove an address by code a moment ago?"""
    records = get_authentication_records(request, user)
    return any(record["method"] == "code" and now - record["at"] < RECENT_SECONDS for record in records)
