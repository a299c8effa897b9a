"""Stored bytes as a local file without a name: gone with the process, whatever ends it."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.core.files.storage import Storage

from perizinan.files import storages
from perizinan.files.models import StoredFile


class BytesAway(Exception):
    """The storage does not answer; try again later."""


class BytesLost(Exception):
    """The storage answers that it has no such bytes."""


class BytesChanged(Exception):
    """Not the bytes that were received: a verdict on them would be a verdict on another file."""


@contextmanager
def at_hand(stored: StoredFile) -> Iterator[IO[bytes]]:
    """Of a file in quarantine."""
    with _local_copy(storages.quarantine(), stored.quarantine_key, stored) as source:
        yield source


@contextmanager
def clean_at_hand(stored: StoredFile) -> Iterator[IO[bytes]]:
    with _local_copy(storages.clean(), stored.key, stored) as source:
        yield source


@contextmanager
def _local_copy(place: Storage, key: str, stored: StoredFile) -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as source:
        digest = hashlib.sha256()
        for chunk in _chunks(place, key):
            digest.update(chunk)
            source.write(chunk)
        source.flush()
        if digest.hexdigest() != stored.sha256:
            raise BytesChanged(str(stored.pk))
        yield source


def _chunks(place: Storage, key: str) -> Iterator[bytes]:
    try:
        yield from storages.stream(place, key)
    except FileNotFoundError as missing:
        raise BytesLost(key) from missing
    except OSError as trouble:
        raise BytesAway(str(trouble)) from trouble
