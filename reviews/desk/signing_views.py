from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from applications.permits.models import Permit
from perizinan.accounts.decorators import role_required
from perizinan.accounts.roles import Role
from perizinan.accounts.types import AuthedRequest
from perizinan.audit.actions import opened
from perizinan.files.respond import respond
from reviews.desk import signing as desk

PASSPHRASE = "passphrase"  # noqa: S105  # the name of the field


@role_required(Role.HEAD)
@sensitive_post_parameters(PASSPHRASE)
@require_http_methods(["GET", "POST"])
def signing(request: AuthedRequest) -> HttpResponse:
    """Without JavaScript the chosen permits are signed here, one after another; sign.js posts them singly."""
    results, sentence = [], ""
    if request.method == "POST":
        keys = [pk for pk in request.POST.getlist("permit") if pk.isdecimal() and len(pk) < 10]
        chosen = desk.permits_of(request.user).filter(pk__in=keys)
        if not (sentence := _missing(request, chosen.exists())):
            results = desk.sign_all(
                list(chosen.order_by("approved_at", "pk")),
                by=request.user,
                passphrase=request.POST[PASSPHRASE],
                now=timezone.now(),
            )
    rows = desk.rows(request.user, timezone.localdate())
    context = {"rows": rows, "ready": any(row.ready for row in rows), "results": results, "sentence": sentence}
    context |= {"past": desk.past_results(request.user), "again": 1}
    return render(request, "desk/signing.html", context, status=422 if sentence else 200)


@role_required(Role.HEAD)
@sensitive_post_parameters(PASSPHRASE)
@require_http_methods(["GET", "POST"])
def signature(request: AuthedRequest, permit: int) -> HttpResponse:
    """POST signs one permit and answers sign.js; GET is its row, asked for again while the letter is rendered."""
    found = _one(request, permit)
    if request.method == "GET":
        asked = request.GET.get("lagi", "1")
        again = int(asked) + 1 if asked.isdecimal() and len(asked) < 4 else 1
        row = desk.row_of(found, timezone.localdate())
        return render(request, "desk/_signing_row.html", {"row": row, "again": again})
    if sentence := _missing(request, chosen=True):
        return JsonResponse({"done": False, "sentence": sentence, "stop": True}, status=422)
    result = desk.sign(found, by=request.user, passphrase=request.POST[PASSPHRASE], now=timezone.now())
    return JsonResponse({"done": result.done, "sentence": result.sentence, "stop": result.stop})


@role_required(Role.HEAD)
@require_GET
def concept(request: AuthedRequest, permit: int) -> HttpResponseBase:
    """The letter as it will be signed. The portal made it itself, so a browser may open it."""
    found = _one(request, permit)
    if found.letter is None:
        raise Http404
    opened(by=request.user, subject=found, now=timezone.now())
    return respond(found.letter, request=request, as_attachment=False)


def _one(request: AuthedRequest, pk: int) -> Permit:
    found = desk.permits_of(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _missing(request: AuthedRequest, chosen: bool) -> str:
    if not chosen:
        return _("Pilih dulu izin yang akan ditandatangani.")
    if not request.POST.get(PASSPHRASE):
        return _("Ketik dulu kata sandi tanda tangan.")
    return ""
