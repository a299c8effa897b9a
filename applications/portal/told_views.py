from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from applications.drafting import renewing
from applications.portal.access import case_of
from perizinan.accounts.decorators import applicant_required
from perizinan.accounts.types import AuthedRequest


@applicant_required
@require_POST
def changes(request: AuthedRequest, number: str) -> HttpResponse:
    """ "Saya mengerti": what changed under the draft is not shown again."""
    found = case_of(request, number, timezone.now())
    renewing.put_away(application_id=found.pk, now=timezone.now())
    return redirect("portal:tasks", number=found.number)
