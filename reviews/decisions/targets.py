"""The types an officer may move a case to, when the applicant chose the wrong one."""

from django.db.models import QuerySet

from applications.catalogue.models import PermitType
from applications.catalogue.schema import Channel


def targets(own_slug: str) -> "QuerySet[PermitType]":
    """Published, processed here, open for new cases, and not the type the case has already."""
    found = PermitType.objects.filter(channel=Channel.LOCAL, closed=False, current__isnull=False)
    return found.exclude(slug=own_slug).select_related("current")
