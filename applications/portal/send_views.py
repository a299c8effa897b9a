from dataclasses import replace
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from applications.answers.facts import facts_of
from applications.answers.format import summary_rows
from applications.answers.queries import answers_of
from applications.documents.queries import slots
from applications.drafting import actions as drafting
from applications.drafting.closing import TypeClosed, closed_spec
from applications.drafting.starting import KindNotOffered
from applications.lifecycle.models import Application
from applications.lifecycle.moves import NotYourMove
from applications.lifecycle.states import Status
from applications.portal.access import case_of
from applications.portal.closed import closing
from applications.portal.kind_words import NAMES
from applications.portal.receipt import receipt_pdf, steps, track_url
from perizinan.accounts.decorators import applicant_required
from perizinan.accounts.types import AuthedRequest

_FORM_MOVED = gettext_lazy("Formulir ini kami perbarui sejak Anda membuka halaman ini. Periksa lagi isian Anda.")


def kind_gone(case: Application) -> str:
    return _("%(kind)s tidak lagi dilayani untuk izin ini.") % {"kind": NAMES[case.kind]}


@applicant_required
@require_GET
def check(request: AuthedRequest, number: str) -> HttpResponse:
    """All answers and documents on one page before sending."""
    found = case_of(request, number, timezone.now())
    if found.status != Status.DRAFT:
        return redirect("portal:case", number=found.number)
    return _check_page(request, found)


def _check_page(request: AuthedRequest, found: Application, *, refusal: str = "") -> HttpResponse:
    given = facts_of(found, answers_of(found, found.round))
    documents = slots(found, given)
    closed = closed_spec(found)
    context = {
        "case": found,
        "closing": closing(closed) if closed is not None else None,
        "kind_gone": found.spec.offers(found.kind) is None,
        "kind": NAMES[found.kind],
        "sections": [
            replace(s, change=reverse("portal:section", args=[found.number, s.key]))
            for s in summary_rows(found.spec, given)
        ],
        "slots": documents,
        "readiness": drafting.look(found, now=timezone.now()),
        "waiting": sum(1 for slot in documents if slot.filled and not slot.checked),
        "refusal": refusal,
        "ticked": request.POST.get("benar") == "1",
    }
    return render(request, "portal/check.html", context, status=422 if refusal else 200)


@applicant_required
@require_POST
def submission(request: AuthedRequest, number: str) -> HttpResponse:
    found = case_of(request, number, timezone.now())
    if request.POST.get("benar") != "1":
        return _check_page(request, found, refusal=_("Beri tanda pada pernyataan sebelum mengirim."))
    if found.status == Status.DRAFT and request.POST.get("versi", "") not in ("", str(found.version.number)):
        return _check_page(request, found, refusal=str(_FORM_MOVED))
    try:
        drafting.submit(application_id=found.pk, by=request.user, now=timezone.now())
    except drafting.FormMoved:
        return redirect("portal:check", number=found.number)
    except TypeClosed as closed:
        return _check_page(request, found, refusal=closing(closed.spec).text)
    except KindNotOffered:
        return _check_page(request, found, refusal=kind_gone(found))
    except drafting.NotComplete as missing:
        left = missing.readiness.left
        sentence = ngettext(
            "Masih ada %(n)s bagian yang belum selesai.", "Masih ada %(n)s bagian yang belum selesai.", left
        )
        return _check_page(request, found, refusal=sentence % {"n": left})
    except NotYourMove:
        return redirect("portal:case", number=found.number)
    return redirect("portal:sent", number=found.number)


@applicant_required
@require_GET
def sent(request: AuthedRequest, number: str) -> HttpResponse:
    found = _sent_case(request, number)
    message = _("Permohonan %(type)s nomor %(number)s. Kode lacak %(code)s. Lacak di %(url)s") % {
        "type": found.spec.name,
        "number": found.number,
        "code": found.tracking_code,
        "url": track_url(),
    }
    context = {
        "case": found,
        "steps": steps(found, timezone.localdate()),
        "share": f"https://wa.me/?text={quote(message)}",
    }
    return render(request, "portal/sent.html", context)


@applicant_required
@require_GET
def receipt(request: AuthedRequest, number: str) -> HttpResponse:
    found = _sent_case(request, number)
    response = HttpResponse(receipt_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="tanda-terima-{found.number}.pdf"'
    return response


def _sent_case(request: AuthedRequest, number: str) -> Application:
    found = case_of(request, number, timezone.now())
    if found.submitted_at is None:
        raise Http404
    return found
