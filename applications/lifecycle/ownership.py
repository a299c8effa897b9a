"""Whether a case is somebody's own. Nobody at the desk touches those."""

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from applications.lifecycle.models import Application, ApplicationQuerySet
from perizinan.accounts.models import Membership, User


class OwnCase(Exception):
    """Nobody decides a case of their own, of their own business, or one they filed for somebody."""


def with_own(cases: ApplicationQuerySet, user: User) -> ApplicationQuerySet:
    """Each with `own`, what `is_own` would say: for pages, which decide nothing."""
    business = Exists(Membership.objects.filter(party=OuterRef("applicant"), user=user, ended_at=None))
    own = Q(filed_by=user) | Q(applicant__user=user) | business
    return cases.annotate(own=ExpressionWrapper(own, output_field=BooleanField()))


def is_own(application: Application, user: User) -> bool:
    if user.pk in (application.filed_by_id, application.applicant.user_id):
        return True
    return Membership.objects.filter(party=application.applicant_id, user=user, ended_at=None).exists()
