"""What a permit would cost: the few questions its fee needs, asked of anybody. Nothing is kept; the answers stand in
the address, so that a result can be shared."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from applications.answers.forms import ROW_BUTTON, form_of, more_rows, read_post
from applications.answers.rules import stored
from applications.answers.visibility import shown_answers
from applications.catalogue import charges, fee_words, spoken
from applications.catalogue.queries import spec_or_404
from applications.catalogue.schema import PermitTypeSpec
from perizinan.web import texts
from perizinan.web.ratelimit import allowed

_ONE_MINUTE = 60  # questions an address may ask in it


class KindForm(forms.Form):
    permohonan = forms.ChoiceField(label=gettext_lazy("Anda mengajukan apa?"), widget=forms.RadioSelect)

    def __init__(self, spec: PermitTypeSpec, chosen: str) -> None:
        super().__init__(initial={"permohonan": chosen})
        kinds = [(offer.kind.value, spoken.kind_name(offer.kind)) for offer in spec.kinds]
        self.fields["permohonan"].choices = kinds  # type: ignore[attr-defined]


@require_safe
def fee(request: HttpRequest, slug: str) -> HttpResponse:
    spec = spec_or_404(slug)
    if not fee_words.has_simulator(spec):
        raise Http404("nothing to count")
    if not allowed(request, "fee", per_minute=_ONE_MINUTE, now=timezone.now()):
        refusal = _("Terlalu banyak percobaan. Tunggu 1 menit, lalu coba lagi.")
        return render(request, "portal/fee.html", {"spec": spec, "refusal": refusal}, status=429)
    kind = (spec.offers(request.GET.get("permohonan", "")) or spec.kinds[0]).kind.value
    given = _given(spec, kind, request)
    named = any(key in request.GET for key in (*fee_words.asked(spec), "permohonan"))
    asked = named and ROW_BUTTON not in request.GET  # who wants one more row is not done yet
    form = form_of(spec, fee_words.asked(spec), given, check=asked, more=more_rows(request.GET))
    context = {"spec": spec, "form": form, "fee": fee_words.page(spec)}
    if asked and form.is_valid():
        context["result"] = _result(spec, shown_answers(spec, given))
    if fee_words.asks_kind(spec):
        context["kind_form"] = KindForm(spec, kind)
    return render(request, "portal/fee.html", context)


def _given(spec: PermitTypeSpec, kind: str, request: HttpRequest) -> dict[str, Any]:
    fields = [spec.field(key) for key in fee_words.asked(spec)]
    typed = read_post(fields, request.GET)
    answers = {field.key: stored(field, typed[field.key]) for field in fields if field.key in typed}
    return answers | {"@kind": kind, "@capacity": "self", "@holder": "person"}


def _result(spec: PermitTypeSpec, answers: dict[str, Any]) -> dict[str, Any] | None:
    charge = charges.charge(spec, answers)
    if charge.amount is None:
        return None
    free = not charge.used  # exempt: nothing was counted
    return {
        "amount": _("Gratis") if free else texts.rupiah(charge.amount),
        "free": free,
        "how": [] if free else fee_words.how(spec, answers, charge.amount),
    }
