"""Three places for bytes, reached only through Django's storage API (a folder or an S3 bucket by setting).

A slow disk or a bucket far away must not hold rows locked, so nobody gets a place while a transaction is open.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import transaction

from perizinan.web.unavailable import Unavailable

logger = logging.getLogger(__name__)

_CHUNK = 1 << 16
_ENDLESS = 1 << 62


class Away(OSError, Unavailable):
    """The storage does not answer, or refuses us."""


class InTransaction(transaction.TransactionManagementError):
    """Bytes were to move, or be looked at, while a transaction is open."""


def quarantine() -> Storage:
    return _place("quarantine")


def clean() -> Storage:
    return _place("clean")


def portal() -> Storage:
    """What the portal makes for itself alone, such as signed bytes beside their claim."""
    return _place("default")


def stream(place: Storage, key: str, *, first: int = 0, length: int | None = None) -> Iterator[bytes]:
    """Some bytes of a file, or all, without holding them. FileNotFoundError, or another OSError when the place does not
    answer, comes from this call rather than from the first chunk."""
    if ranged := getattr(place, "stream", None):
        chunks: Iterator[bytes] = ranged(key, first=first, length=length)
        return chunks
    return _pieces(place.open(key), first, length)


def forget(place: Storage, key: str) -> bool:
    """Whether these bytes are gone. When the place does not answer they stay, and what led here goes on."""
    try:
        place.delete(key)
    except OSError:
        logger.exception("bytes could not be removed: %s", key)
        return False
    return True


def day_folder(moment: datetime) -> str:
    return f"{moment:%Y/%m/%d}/"


def no_transaction() -> None:
    """Raises InTransaction. The transactions that Django's own test cases open around a test do not count."""
    blocks = transaction.get_connection().atomic_blocks
    if any(not getattr(block, "_from_testcase", False) for block in blocks):
        raise InTransaction("no bytes while a transaction is open")


def _pieces(opened: File[bytes], first: int, length: int | None) -> Iterator[bytes]:
    with opened:
        opened.seek(first)
        left = _ENDLESS if length is None else length
        while left > 0 and (chunk := opened.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _place(name: str) -> Storage:
    no_transaction()
    return storages[name]
