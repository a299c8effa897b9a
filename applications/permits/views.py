"""The public proof: anybody, on any phone, at the roadside."""

import hashlib

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.permits import queries
from applications.permits.forms import ProofForm
from perizinan.web.ratelimit import allowed

PER_MINUTE = 20


@require_GET
def by_qr(request: HttpRequest, token: str) -> HttpResponse:
    if not allowed(request, "proof", per_minute=60, now=timezone.now()):
        return _too_many(request)
    return _answer(request, queries.by_token(token, timezone.localdate()))


@require_http_methods(["GET", "POST"])
def by_number(request: HttpRequest) -> HttpResponse:
    form = ProofForm(request.POST or None)
    if request.method == "POST" and not allowed(request, "verify", per_minute=PER_MINUTE, now=timezone.now()):
        return _too_many(request)
    if form.is_valid():
        found = queries.by_number(form.cleaned_data["number"], form.cleaned_data["code"], timezone.localdate())
        return _answer(request, found, form=form)
    return render(request, "permits/verify.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def by_file(request: HttpRequest) -> HttpResponse:
    """Compare a PDF with what we issued. The file is hashed while it is read and never stored."""
    if not allowed(request, "verify", per_minute=PER_MINUTE, now=timezone.now()):
        return _too_many(request)
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile) or (upload.size or 0) > settings.FILES_MAX_BYTES:
        sentence = _("Pilih berkas PDF izin, paling besar 10 MB.")
        return render(request, "permits/verify.html", {"form": ProofForm(), "refusal": sentence}, status=422)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    token = request.POST.get("token", "")
    proof = (
        queries.by_token(token, timezone.localdate())
        if token
        else queries.by_hash(digest.hexdigest(), timezone.localdate())
    )
    same = proof is not None and proof.permit.sha256 == digest.hexdigest()
    return _answer(request, proof, file_result="same" if same else "different")


def _answer(
    request: HttpRequest, proof: queries.Proof | None, *, form: ProofForm | None = None, file_result: str = ""
) -> HttpResponse:
    now = timezone.now()
    context = {
        "proof": proof,
        "form": form or ProofForm(),
        "now": now,
        "file_result": file_result,
        "host": settings.SITE_URL.partition("://")[2],
        "test_signature": settings.SIGNER == "local",
    }
    return render(request, "permits/proof.html", context, status=200 if proof else 404)


def _too_many(request: HttpRequest) -> HttpResponse:
    sentence = _("Terlalu banyak percobaan. Tunggu 1 menit, lalu coba lagi.")
    return render(request, "permits/verify.html", {"form": ProofForm(), "refusal": sentence}, status=429)
