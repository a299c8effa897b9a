"""The development mailbox: what people would have received, for whoever tries the portal."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from perizinan.outbox import queries


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    address = request.GET.get("kepada", "").replace("\x00", "")[:254]
    before = request.GET.get("sebelum", "")
    mails = queries.mailbox(address, before=int(before) if before.isdecimal() and len(before) < 19 else None)
    older = mails[-1].pk if len(mails) == queries.MAILBOX_PAGE else None
    return render(request, "outbox/mailbox.html", {"mails": mails, "address": address, "older": older})
