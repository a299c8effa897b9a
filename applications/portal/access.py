"""Loading a case for the person who asks: theirs, or not there at all."""

import datetime

from django.http import Http404

from applications.lifecycle.casenumber import read
from applications.lifecycle.models import Application
from perizinan.accounts.types import AuthedRequest


def case_of(request: AuthedRequest, number: str, today: datetime.date) -> Application:
    case = (
        Application.objects.of_applicant(request.user, today)
        .filter(number=read(number) or "")
        .select_related("applicant", "village__parent")
        .first()
    )
    if case is None:
        raise Http404
    return case
