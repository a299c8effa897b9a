"""The only door through which stored bytes leave. Who may pass is decided by the view that calls it."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files import File
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from perizinan.files import storages
from perizinan.files.kinds import HEIC, PDF, by_media_type
from perizinan.files.models import StoredFile
from perizinan.files.names import download_name
from perizinan.files.ranges import Range, Unsatisfiable, parse_range

_CHUNK = 1 << 16
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
    opened = storages.clean().open(stored.key)
    span = wanted or Range(0, stored.size - 1)
    response = StreamingHttpResponse(_read(opened, span), status=206 if wanted else 200)
    response["Content-Length"] = str(span.length)
    if wanted:
        response["Content-Range"] = f"bytes {span.first}-{span.last}/{stored.size}"
    return _guarded(response, stored, as_attachment=as_attachment)


def _wanted_range(request: HttpRequest, stored: StoredFile) -> Range | None:
    header = request.headers.get("Range", "")
    if not header or request.headers.get("If-Range", _etag(stored)) != _etag(stored):
        return None
    return parse_range(header, stored.size)


def _guarded(response: HttpResponseBase, stored: StoredFile, *, as_attachment: bool) -> HttpResponseBase:
    kind = by_media_type(stored.content_type)
    attachment = as_attachment or kind in (None, HEIC)
    response["Content-Type"] = stored.content_type
    disposition = content_disposition_header(attachment, download_name(stored.name, kind))
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Security-Policy"] = _INLINE_PDF if kind is PDF and not attachment else _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = _etag(stored)
    return response


def _read(opened: File[bytes], span: Range) -> Iterator[bytes]:
    with opened:
        opened.seek(span.first)
        left = span.length
        while left > 0 and (chunk := opened.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _etag(stored: StoredFile) -> str:
    return f'"{stored.sha256}"'
