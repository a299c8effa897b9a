from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from applications.lifecycle.casenumber import read
from applications.portal.queries import CasePage, tracked
from perizinan.web.ratelimit import allowed


class TrackForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Nomor permohonan"),
        help_text=gettext_lazy("Contoh: 26-0048-270"),
        max_length=30,
        error_messages={"required": gettext_lazy("Nomor permohonan belum diisi.")},
        widget=forms.TextInput(attrs={"class": "w16 number", "inputmode": "numeric", "autocomplete": "off"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Kode lacak"),
        help_text=gettext_lazy("6 huruf dan angka di tanda terima."),
        max_length=12,
        error_messages={"required": gettext_lazy("Kode lacak belum diisi.")},
        widget=forms.TextInput(attrs={"class": "w16 number", "autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_number(self) -> str:
        number = read(self.cleaned_data["number"])
        if number is None:
            raise forms.ValidationError(_("Nomor ini tidak cocok. Periksa lagi angkanya: 9 angka di tanda terima."))
        return number


@require_http_methods(["GET", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Number and code together open the public state of a case: no name, no answer, no document."""
    form = TrackForm(request.POST or None)
    page: CasePage | None = None
    refusal, status = "", 422 if form.errors else 200
    if request.method == "POST" and not allowed(request, "track", per_minute=10, now=timezone.now()):
        refusal, status = _("Terlalu banyak percobaan. Tunggu 1 menit, lalu coba lagi."), 429
    elif form.is_valid():
        page = tracked(form.cleaned_data["number"], form.cleaned_data["code"], timezone.localdate())
        if page is None:
            refusal, status = _("Nomor atau kode tidak cocok. Periksa lagi keduanya di tanda terima Anda."), 422
    return render(request, "portal/track.html", {"form": form, "page": page, "refusal": refusal}, status=status)
