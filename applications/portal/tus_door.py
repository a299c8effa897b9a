"""What every tus address of a slot has in common: who may ask, which protocol, and refusals as sentences."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from applications.documents import staging, tus, uploads
from applications.documents.actions import SlotClosed
from perizinan.accounts.decorators import applicant_required
from perizinan.accounts.types import AuthedRequest
from perizinan.files.actions import Refused

P = ParamSpec("P")
View = Callable[Concatenate[AuthedRequest, P], HttpResponse]
_TOO_LARGE = {"too-large", "too-large-image", "too-large-office"}
_CHECKSUM_MISMATCH = 460  # of the checksum extension, for a whole file that is not what the browser counted


def tus_door(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A script asks here, so nobody is sent to the sign-in page: 401, and the sentence in the body."""

    @wraps(view)
    def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return said(401, _("Anda perlu masuk lagi sebelum mengunggah."))
        return guarded(request, *args, **kwargs)

    @applicant_required
    def guarded(request: AuthedRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Http404, uploads.NotHere):
            return said(404, _("Unggahan ini tidak ada lagi."))
        except Refused as refused:
            return said(_status_of(refused.code), str(refused.sentence))
        except SlotClosed:
            return said(422, _("Dokumen ini sedang kami periksa, jadi belum dapat diganti."))
        except uploads.WrongOffset as wrong:
            return said(409, Upload_Offset=wrong.offset)
        except staging.Busy:
            return said(423)
        except uploads.Expired:
            return said(410, _("Unggahan ini terlalu lama berhenti. Pilih berkasnya lagi."))
        except uploads.TooMuch:
            return said(413)
        except tus.Malformed:
            return said(400)

    return door


def other_protocol(request: HttpRequest) -> HttpResponse | None:
    if request.headers.get("Tus-Resumable") == tus.VERSION:
        return None
    return said(412, Tus_Version=tus.VERSION)


def method_of(request: HttpRequest) -> str:
    """Some networks let only GET and POST through, so tus has a header for the others."""
    override = request.headers.get("X-HTTP-Method-Override", "") if request.method == "POST" else ""
    return override or str(request.method)


def said(status: int, sentence: str = "", **headers: Any) -> HttpResponse:
    answer = HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    answer.headers["Tus-Resumable"] = tus.VERSION
    answer.headers["Cache-Control"] = "no-store"
    for name, value in headers.items():
        answer.headers[name.replace("_", "-")] = str(value)
    return answer


def _status_of(code: str) -> int:
    if code in _TOO_LARGE:
        return 413
    return _CHECKSUM_MISMATCH if code == "changed" else 422
