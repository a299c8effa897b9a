from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from applications.catalogue.models import PermitType, Version
from applications.drafting.starting import start_case
from applications.lifecycle.models import Application
from applications.portal.closed import closing
from applications.portal.start_forms import CITY, ELSEWHERE, StartForm
from applications.portal.starting import Start, start_of
from perizinan.accounts.decorators import applicant_required
from perizinan.accounts.types import AuthedRequest
from perizinan.office.queries import profile


@applicant_required
@require_http_methods(["GET", "POST"])
def start(request: AuthedRequest, slug: str) -> HttpResponse:
    """What for and about which permit, then where (GET forms), then village and for whom. A closed type, or a place
    that is not ours: where to go instead."""
    version = _version(slug)
    spec = version.parsed
    if spec.closed is not None:
        return render(request, "portal/closed.html", {"spec": spec, "closing": closing(spec)})
    now = timezone.now()
    begun = start_of(request, spec, timezone.localdate(now))
    context = {"spec": spec, "start": begun, "form": None, "office": profile()}
    if begun.form is not None or not begun.place.is_bound or not begun.place.is_valid():
        return render(request, "portal/start.html" if begun.form is None else "portal/start_kind.html", context)
    if begun.district in (CITY, ELSEWHERE):
        return render(request, "portal/elsewhere.html", context | {"city": begun.district == CITY})
    form = StartForm(
        request.POST or None,
        district=begun.district,
        user=request.user,
        today=timezone.localdate(now),
        permit=begun.permit,
    )
    if form.is_valid():
        return redirect("portal:tasks", number=_begin(request, version, begun, form).number)
    return render(request, "portal/start.html", context | {"form": form}, status=422 if form.is_bound else 200)


def _version(slug: str) -> Version:
    permit_type = PermitType.objects.filter(slug=slug).select_related("current").first()
    if permit_type is None or permit_type.current is None or not permit_type.current.parsed.local:
        raise Http404
    return permit_type.current


def _begin(request: AuthedRequest, version: Version, begun: Start, form: StartForm) -> Application:
    return start_case(
        version=version,
        capacity=form.cleaned_data["capacity"],
        village=form.chosen_village(),
        party=form.known_party(request.user),
        business_name=form.cleaned_data["business_name"],
        nib=form.cleaned_data["nib"],
        principal_name=form.cleaned_data["principal_name"],
        kind=begun.kind,
        former_number=begun.number,
        by=request.user,
        now=timezone.now(),
    )
