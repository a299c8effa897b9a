from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.documents import reuse as documents
from applications.documents.actions import SlotClosed
from applications.portal.access import case_of
from applications.portal.upload_views import page_of, requirement_of
from perizinan.accounts.decorators import applicant_required
from perizinan.accounts.types import AuthedRequest

_LONGEST = 18  # digits of a key


@applicant_required
@require_POST
def reuse(request: AuthedRequest, number: str, requirement: str) -> HttpResponse:
    """A document of an earlier case, again in this slot."""
    now = timezone.now()
    case = case_of(request, number, now)
    wanted, typed = requirement_of(case, requirement), request.POST.get("version", "")
    chosen = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= _LONGEST else 0
    try:
        documents.reuse(application_id=case.pk, requirement=wanted, version_id=chosen, by=request.user, now=now)
    except documents.NotYours:
        messages.error(request, _("Dokumen lama itu tidak dapat dipakai lagi. Unggah berkasnya."))
    except SlotClosed:
        messages.error(request, _("Dokumen ini sedang kami periksa, jadi belum dapat diganti."))
    return redirect(f"{page_of(case)}#dokumen-{wanted.key}")
