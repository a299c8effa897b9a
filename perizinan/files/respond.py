"""The only door through which stored bytes leave. Who may pass is decided by the view that calls it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from perizinan.files import pictures, storages
from perizinan.files.kinds import HEIC, PDF, by_media_type
from perizinan.files.models import PageImage, StoredFile
from perizinan.files.names import download_name
from perizinan.files.ranges import Range, Unsatisfiable, parse_range

_INLINE_PDF = "default-src 'none'; style-src 'unsafe-inline'"  # browsers refuse to show a PDF in a sandbox
_SANDBOX = "default-src 'none'; sandbox"


def respond(stored: StoredFile, *, request: HttpRequest, as_attachment: bool = True) -> HttpResponseBase:
    if not stored.is_clean:
        raise Http404
    try:
        wanted = _wanted_range(request, stored)
    except Unsatisfiable:
        refusal = HttpResponse(status=416)
        refusal["Content-Range"] = f"bytes */{stored.size}"
        return _guarded(refusal, stored, as_attachment=True)
    span = wanted or Range(0, stored.size - 1)
    chunks = storages.stream(storages.clean(), stored.key, first=span.first, length=span.length)
    response = StreamingHttpResponse(chunks, status=206 if wanted else 200)
    response["Content-Length"] = str(span.length)
    if wanted:
        response["Content-Range"] = f"bytes {span.first}-{span.last}/{stored.size}"
    return _guarded(response, stored, as_attachment=as_attachment)


def respond_page(page: PageImage, *, request: HttpRequest, thumb: bool = False) -> HttpResponseBase:
    """A page of a clean file as the portal drew it, the only form in which a browser shows an upload."""
    if not page.stored.is_clean:
        raise Http404
    etag = f'"{page.sha256}{"-kecil" if thumb else ""}"'
    if request.headers.get("If-None-Match") == etag:
        return _page_guarded(HttpResponse(status=304), page, etag)
    try:
        chunks = storages.stream(storages.clean(), page.thumb_key if thumb else page.key)
    except FileNotFoundError:
        raise Http404 from None
    size = page.thumb_size if thumb else page.size
    response = StreamingHttpResponse(chunks)
    response["Content-Length"] = str(size)
    return _page_guarded(response, page, etag)


def respond_framed(
    page: PageImage, *, request: HttpRequest, turn: int, box: pictures.Box | None, longest: int
) -> HttpResponseBase:
    """The same, small, turned and cropped as its owner asks."""
    if not page.stored.is_clean:
        raise Http404
    etag = f'"{page.sha256}-{turn}-{box}-{longest}"'
    if request.headers.get("If-None-Match") == etag:
        return _page_guarded(HttpResponse(status=304), page, etag)
    try:
        data = pictures.framed(page, turn=turn, box=box, longest=longest)
    except (FileNotFoundError, pictures.NotAsDrawn):
        raise Http404 from None
    return _page_guarded(HttpResponse(data), page, etag)


def _page_guarded(response: HttpResponseBase, page: PageImage, etag: str) -> HttpResponseBase:
    response["Content-Type"] = "image/jpeg"
    response["Content-Disposition"] = f'inline; filename="halaman-{page.number}.jpg"'
    return _closed_off(response, _SANDBOX, etag)


def _wanted_range(request: HttpRequest, stored: StoredFile) -> Range | None:
    header = request.headers.get("Range", "")
    if not header or request.headers.get("If-Range", _etag(stored)) != _etag(stored):
        return None
    return parse_range(header, stored.size)


def _guarded(response: HttpResponseBase, stored: StoredFile, *, as_attachment: bool) -> HttpResponseBase:
    kind = by_media_type(stored.content_type)
    attachment = as_attachment or kind is None or kind is HEIC or kind.is_office
    response["Content-Type"] = stored.content_type
    disposition = content_disposition_header(attachment, download_name(stored.name, kind))
    response["Content-Disposition"] = disposition or "attachment"
    response["Accept-Ranges"] = "bytes"
    policy = _INLINE_PDF if kind is PDF and not attachment else _SANDBOX
    return _closed_off(response, policy, _etag(stored))


def _closed_off(response: HttpResponseBase, policy: str, etag: str) -> HttpResponseBase:
    response["Content-Security-Policy"] = policy
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    response["ETag"] = etag
    return response


def _etag(stored: StoredFile) -> str:
    return f'"{stored.sha256}"'
