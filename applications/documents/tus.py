"""The headers of tus 1.0.0 (https://tus.io/protocols/resumable-upload), read and written. No request in here."""

import base64
import binascii
import re
from datetime import datetime

from django.utils.http import http_date

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,expiration"
BODY = "application/offset+octet-stream"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"[0-9]{1,15}")  # also what fits into the column


class Malformed(Exception):
    """A header that is missing or says what the protocol does not know."""


def number(header: str | None) -> int:
    """Upload-Length and Upload-Offset. `int` alone would also take "+1", "1_0" and " 1"."""
    if header is None or not _NUMBER.fullmatch(header):
        raise Malformed
    return int(header)


def metadata(header: str | None) -> dict[str, str]:
    """Upload-Metadata: "key base64,key base64"; a key may stand alone, and none twice."""
    found: dict[str, str] = {}
    for pair in (header or "").split(","):
        key, _, value = pair.strip().partition(" ")
        if not key and not value:
            continue
        if not key or key in found:
            raise Malformed
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise Malformed from None
    return found


def sha256(said: str) -> str:
    """As the browser counted it; empty where it could not."""
    if said and not _SHA256.fullmatch(said):
        raise Malformed
    return said


def expires(moment: datetime) -> str:
    return http_date(moment.timestamp())
