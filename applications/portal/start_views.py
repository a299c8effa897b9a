from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from applications.catalogue.models import PermitType
from applications.drafting.starting import start_case
from applications.portal.start_forms import CITY, ELSEWHERE, PlaceForm, StartForm
from perizinan.accounts.decorators import applicant_required
from perizinan.accounts.types import AuthedRequest
from perizinan.office.queries import profile


@applicant_required
@require_http_methods(["GET", "POST"])
def start(request: AuthedRequest, slug: str) -> HttpResponse:
    """First where (a GET form: kecamatan), then village and for whom; outside our territory we say where to go."""
    permit_type = PermitType.objects.filter(slug=slug).select_related("current").first()
    if permit_type is None or permit_type.current is None or not permit_type.current.parsed.local:
        raise Http404
    version, district = permit_type.current, request.GET.get("district", "")
    place = PlaceForm(request.GET if "district" in request.GET else None)
    context = {"spec": version.parsed, "place": place, "form": None, "office": profile()}
    if not place.is_bound or not place.is_valid():
        return render(request, "portal/start.html", context)
    if district in (CITY, ELSEWHERE):
        return render(request, "portal/elsewhere.html", context | {"city": district == CITY})
    now = timezone.now()
    form = StartForm(request.POST or None, district=district, user=request.user, today=timezone.localdate(now))
    if form.is_valid():
        case = start_case(
            version=version,
            capacity=form.cleaned_data["capacity"],
            village=form.chosen_village(),
            party=form.known_party(request.user),
            business_name=form.cleaned_data["business_name"],
            nib=form.cleaned_data["nib"],
            principal_name=form.cleaned_data["principal_name"],
            by=request.user,
            now=now,
        )
        return redirect("portal:tasks", number=case.number)
    status = 422 if form.is_bound else 200
    return render(request, "portal/start.html", context | {"form": form, "district": district}, status=status)
