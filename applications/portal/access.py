"""Loading a case for the person who asks: theirs, or not there at all."""

from datetime import datetime

from django.http import Http404
from django.utils import timezone

from applications.drafting import renewing
from applications.lifecycle.casenumber import read
from applications.lifecycle.models import Application
from perizinan.accounts.types import AuthedRequest


def case_of(request: AuthedRequest, number: str, now: datetime, *, lean: bool = False) -> Application:
    """The one place where an applicant's page loads a case, so a draft moves to the newest form here.

    It may write on a GET: nobody has to ask for it, doing it again changes nothing, and a page of an old form would
    collect answers that nobody can send. `lean`: without applicant and village, for what shows no page."""
    cases = Application.objects.of_applicant(request.user, timezone.localdate(now)).filter(number=read(number) or "")
    with_it = ("version__permit_type",) if lean else ("applicant", "village__parent", "version__permit_type")
    found = cases.select_related(*with_it).defer("version__spec")
    case = next(iter(found), None)  # the number is one case's: no order, no limit
    if case is None:
        raise Http404
    if renewing.due(case) is not None:
        renewing.renew(application_id=case.pk, now=now)
        return found.get()
    return case
