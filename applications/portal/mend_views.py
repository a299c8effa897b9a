from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from applications.corrections import actions as corrections
from applications.corrections.models import Point, PointKind, Reply
from applications.drafting import actions as drafting
from applications.lifecycle.moves import NotYourMove
from applications.portal.access import case_of
from perizinan.accounts.decorators import applicant_required
from perizinan.accounts.types import AuthedRequest


@applicant_required
@require_POST
def answer(request: AuthedRequest, number: str, point: int) -> HttpResponse:
    """The applicant's answer to one point: a changed field is saved with it."""
    case = case_of(request, number)
    found = Point.objects.filter(pk=point, round__application=case, round__answered_at=None).first()
    if found is None:
        raise Http404
    now = timezone.now()
    back = redirect(f"{reverse('portal:case', args=[case.number])}#hal-{found.pk}")
    if found.kind == PointKind.FIELD and found.key in request.POST:
        section = next(s for s in case.spec.sections if any(f.key == found.key for f in s.fields))
        typed = {f.key: request.POST[f.key] for f in section.fields if f.key in request.POST}
        try:
            result = drafting.save_section(
                application_id=case.pk, section_key=section.key, typed=typed, by=request.user, now=now
            )
        except NotYourMove:  # sent from another tab meanwhile
            return back
        if wrong := next((p.sentence for p in result.errors if p.field in typed), ""):
            messages.error(request, wrong)
            return back
    try:
        reply = Reply(request.POST.get("reply", Reply.MENDED))
        corrections.answer(
            application_id=case.pk,
            point_id=found.pk,
            reply=reply,
            text=request.POST.get("reason", ""),
            now=now,
        )
    except corrections.ReasonMissing:
        messages.error(request, _("Tulis alasannya supaya petugas mengerti."))
    except (NotYourMove, ValueError):
        messages.error(request, _("Jawaban ini tidak dapat kami simpan. Muat ulang halaman ini."))
    return back


@applicant_required
@require_POST
def resubmission(request: AuthedRequest, number: str) -> HttpResponse:
    case = case_of(request, number)
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
