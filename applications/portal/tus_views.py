"""Uploads in pieces, for scripts (tus 1.0.0). The plain form posts to upload_views.document."""

import uuid
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.documents import tus, uploads
from applications.documents.models import Upload
from applications.lifecycle.casenumber import read
from applications.portal.access import case_of
from applications.portal.tus_door import method_of, other_protocol, said, tus_door
from applications.portal.upload_views import requirement_of
from perizinan.accounts.types import AuthedRequest
from perizinan.web.ratelimit import allowed

_BEGUN_PER_MINUTE = 60  # 20 photos chosen at once, and then again
_READ = 1 << 16
_PIECE = 1 << 20  # kept at once; a killed process loses at most so much of what it was sent


@require_http_methods(["POST", "OPTIONS"])
@tus_door
def uploads_of_slot(request: AuthedRequest, number: str, requirement: str) -> HttpResponse:
    now = timezone.now()
    case = case_of(request, number, now)
    wanted = requirement_of(case, requirement)
    if request.method == "OPTIONS":
        most = settings.FILES_MAX_BYTES
        return said(204, Tus_Version=tus.VERSION, Tus_Extension=tus.EXTENSIONS, Tus_Max_Size=most)
    if refusal := other_protocol(request) or _too_often(request):
        return refusal
    described = tus.metadata(request.headers.get("Upload-Metadata"))
    upload = uploads.begin(
        application=case,
        requirement=wanted,
        as_photo=described.get("photo") == "1",
        name=described.get("filename", ""),
        length=tus.number(request.headers.get("Upload-Length")),
        sha256=tus.sha256(described.get("sha256", "")),
        by=request.user,
        now=now,
    )
    address = reverse("portal:upload", args=[case.number, requirement, upload.pk])
    return said(201, Location=address, Upload_Expires=tus.expires(upload.expires_at))


@require_http_methods(["HEAD", "PATCH", "DELETE", "POST"])
@tus_door
def upload(request: AuthedRequest, number: str, requirement: str, pk: uuid.UUID) -> HttpResponse:
    method = method_of(request)
    try:
        found = uploads.find(pk=pk, number=read(number) or "", requirement_key=requirement, by=request.user)
    except uploads.NotHere:
        if method != "HEAD":
            raise
        return _told(200, uploads.put_away(pk=pk, by=request.user))
    if refusal := other_protocol(request):
        return refusal
    if method == "HEAD":
        return _told(200, uploads.look(upload=found, now=timezone.now()))
    if method == "PATCH":
        return _append(request, found)
    if method != "DELETE":
        return said(405, Allow="HEAD, PATCH, DELETE")
    uploads.discard(pk=found.pk)
    return said(204)


def _append(request: AuthedRequest, found: Upload) -> HttpResponse:
    if request.content_type != tus.BODY:
        return said(415)
    tus.number(str(request.headers.get("Content-Length", "")))  # none: it would be read as empty
    offset = tus.number(request.headers.get("Upload-Offset"))
    return _told(204, uploads.append(upload=found, offset=offset, pieces=_pieces(request), now=timezone.now()))


def _told(status: int, progress: uploads.Progress) -> HttpResponse:
    answer = said(status, Upload_Offset=progress.offset)
    if status == 200:
        answer.headers["Upload-Length"] = str(progress.length)
    if progress.expires_at:
        answer.headers["Upload-Expires"] = tus.expires(progress.expires_at)
    return answer


def _too_often(request: AuthedRequest) -> HttpResponse | None:
    if allowed(request, f"upload-{request.user.pk}", per_minute=_BEGUN_PER_MINUTE, now=timezone.now()):
        return None
    return said(429, _("Terlalu banyak unggahan sekaligus. Coba lagi satu menit lagi."), Retry_After=60)


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    """The body as it comes. Where the connection breaks it just ends: what has come counts."""
    piece = bytearray()
    arriving = True
    while arriving:
        try:
            read = request.read(_READ)
        except OSError:
            read = b""
        piece += read
        arriving = bool(read)
        if len(piece) >= _PIECE or (piece and not arriving):
            yield bytes(piece)
            piece.clear()
