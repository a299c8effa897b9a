from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from applications.lifecycle.casenumber import read
from applications.lifecycle.models import Application
from perizinan.accounts.types import AuthedRequest
from perizinan.files.health import standstill
from perizinan.web.htmx import render
from reviews.desk.access import officers, readers
from reviews.desk.queue import Desk, queue_page


@readers
@require_GET
def queue(request: AuthedRequest) -> HttpResponse:
    desk = Desk(request.user, timezone.localdate())
    typed, sentence = request.GET.get("cari", "").strip()[:40], ""
    if typed:
        number = read(typed)
        if number and Application.objects.for_staff(request.user, desk.today).filter(number=number).exists():
            return redirect("desk:case", number=number)
        sentence = _not_found(number)
    asked = {name: request.GET.get(name, "") for name in ("tab", "hal", "dari")}
    page = queue_page(desk, tab=asked["tab"], cursor=asked["hal"], back=asked["dari"])
    context = {"page": page, "typed": typed, "sentence": sentence, "query": f"tab={page.tab.key}&"}
    context["standstill"] = standstill()
    return render(request, "desk/queue.html", "desk/_queue_list.html", context)


@officers
@require_GET
def next_case(request: AuthedRequest) -> HttpResponse:
    """The most urgent of mine, else the most urgent that nobody has taken. Opening it takes nothing."""
    found = Desk(request.user, timezone.localdate()).next_case()
    if found is None:
        messages.info(request, _("Tidak ada kasus yang menunggu Anda."))
        return redirect("desk:queue")
    return redirect("desk:case", number=found.number)


def _not_found(number: str | None) -> str:
    if number is None:
        return _("Nomor kasus ini kurang lengkap atau ada angka yang salah. Contoh: 26-0048-270")
    return _("Nomor ini tidak ditemukan.")
