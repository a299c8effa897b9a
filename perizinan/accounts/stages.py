"""Steps of a sign-in that differ from allauth's: one confirmed address is enough."""

from typing import Any

from allauth.account.stages import EmailVerificationStage, PhoneVerificationStage
from allauth.account.utils import has_verified_email


class ConfirmPhone(PhoneVerificationStage):  # type: ignore[misc]  # allauth is untyped
    def handle(self) -> tuple[Any, bool]:
        user = self.login.user
        if user and has_verified_email(user):
            return None, True
        return super().handle()  # type: ignore[no-any-return]


class ConfirmEmail(EmailVerificationStage):  # type: ignore[misc]
    def handle(self) -> tuple[Any, bool]:
        user = self.login.user
        if user and (user.phone_verified or not user.email):
            return None, True
        return super().handle()  # type: ignore[no-any-return]
