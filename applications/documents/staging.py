"""The bytes of files on their way: one file for each upload in UPLOADS_DIR, opened by one process at a time."""

import fcntl
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

from perizinan.files import storages

_ENDING = ".part"


class Busy(Exception):
    """Another request is at these bytes just now."""


@contextmanager
def held(pk: uuid.UUID) -> Iterator[IO[bytes]]:
    """The file of an upload, made when it is not there yet. Nobody waits for it: raises Busy.

    The lock ends with the process that has it, however that ends."""
    storages.no_transaction()
    path = _path(pk)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield file


def size(file: IO[bytes]) -> int:
    return os.fstat(file.fileno()).st_size


def write(file: IO[bytes], piece: bytes, *, at: int) -> None:
    """On the disk before it returns. What a killed process left behind `at` goes."""
    file.truncate(at)
    file.seek(at)
    file.write(piece)
    file.flush()
    os.fsync(file.fileno())
    if at == 0:  # the name of a new file is the folder's to keep
        _sync_folder()


def discard(pk: uuid.UUID) -> None:
    storages.no_transaction()
    _path(pk).unlink(missing_ok=True)


def untouched_since(moment: float) -> set[uuid.UUID]:
    """The files that nobody has written to since then (seconds of the epoch)."""
    found = set()
    for path in Path(settings.UPLOADS_DIR).glob(f"*{_ENDING}"):
        try:
            if path.stat().st_mtime <= moment:
                found.add(uuid.UUID(path.stem))
        except (FileNotFoundError, ValueError):  # just finished, or not ours
            continue
    return found


def _path(pk: uuid.UUID) -> Path:
    return Path(settings.UPLOADS_DIR) / f"{pk}{_ENDING}"


def _sync_folder() -> None:
    folder = os.open(settings.UPLOADS_DIR, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
