"""Whether a case is somebody's own. Nobody at the desk touches those."""

from applications.lifecycle.models import Application
from perizinan.accounts.models import Membership, User


class OwnCase(Exception):
    """Nobody decides a case of their own, of their own business, or one they filed for somebody."""


def is_own(application: Application, user: User) -> bool:
    if user.pk in (application.filed_by_id, application.applicant.user_id):
        return True
    return Membership.objects.filter(party=application.applicant_id, user=user, ended_at=None).exists()
