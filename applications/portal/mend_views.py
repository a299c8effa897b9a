from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from applications.answers.forms import ROW_BUTTON, read_post
from applications.answers.rules import tidy
from applications.corrections import actions as corrections
from applications.corrections.models import Point, PointKind, Reply
from applications.drafting import actions as drafting
from applications.lifecycle.models import Application
from applications.lifecycle.moves import NotYourMove
from applications.portal.access import case_of
from perizinan.accounts.decorators import applicant_required
from perizinan.accounts.types import AuthedRequest

LONGEST_REASON = 1000  # as the page says to the browser


@applicant_required
@require_POST
def answer(request: AuthedRequest, number: str, point: int) -> HttpResponse:
    """The applicant's answer to one point: a changed field is saved with it."""
    case = case_of(request, number, timezone.now())
    found = Point.objects.filter(pk=point, round__application=case, round__answered_at=None).first()
    if found is None:
        raise Http404
    page, anchor = reverse("portal:case", args=[case.number]), f"#hal-{found.pk}"
    reply, reason = request.POST.get("reply", Reply.MENDED), tidy(request.POST.get("reason", ""))[:LONGEST_REASON]
    try:
        if wrong := _save_field(request, case, found):
            messages.error(request, wrong)
        stays = bool(wrong) or ROW_BUTTON in request.POST  # without JavaScript that button sends the form
        if not stays or (reply == Reply.CANNOT and reason):  # a reason is kept whatever else is wrong
            drafting.answer(
                application_id=case.pk, point_id=found.pk, reply=Reply(reply), text=reason, now=timezone.now()
            )
    except drafting.NotMended:
        return redirect(f"{page}?belum={found.pk}{anchor}")
    except corrections.ReasonMissing:
        messages.error(request, _("Tulis alasannya supaya petugas mengerti."))
    except (NotYourMove, ValueError):  # sent from another tab meanwhile
        messages.error(request, _("Jawaban ini tidak dapat kami simpan. Muat ulang halaman ini."))
    return redirect(page + anchor)


def _save_field(request: AuthedRequest, case: Application, point: Point) -> str:
    """The changed field that came along, with those its answer brings up; the sentence when one cannot be right."""
    typed = read_post(case.spec.all_fields(), request.POST)
    if point.kind != PointKind.FIELD or point.key not in typed:
        return ""
    wrong = []
    for section in case.spec.applicant_sections():
        mine = {field.key: typed[field.key] for field in section.fields if field.key in typed}
        if mine:
            result = drafting.save_section(
                application_id=case.pk, section_key=section.key, typed=mine, by=request.user, now=timezone.now()
            )
            wrong += [problem.sentence for problem in result.errors if problem.field in mine]
    return wrong[0] if wrong else ""


@applicant_required
@require_POST
def resubmission(request: AuthedRequest, number: str) -> HttpResponse:
    case = case_of(request, number, timezone.now())
    try:
        drafting.resubmit(application_id=case.pk, by=request.user, now=timezone.now())
    except drafting.NotComplete as missing:
        left = missing.readiness.left
        said = ngettext(
            "Masih ada %(n)s hal yang belum Anda perbaiki atau jawab.",
            "Masih ada %(n)s hal yang belum Anda perbaiki atau jawab.",
            left,
        )
        messages.error(request, said % {"n": left})
    except NotYourMove:
        messages.error(request, _("Permohonan ini tidak sedang menunggu perbaikan."))
    return redirect("portal:case", number=case.number)
