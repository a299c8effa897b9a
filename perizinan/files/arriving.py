"""Files of forms on their way in: beside the folder where they will stay, and hashed while the view goes on.

Django's own handler puts them into the system's folder, often on another disk: every file would be copied once more."""

import hashlib
import pathlib
import tempfile
import threading
from datetime import datetime, timedelta
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

_CHUNK = 1 << 18
_ENDING = ".upload"
_LEFT = timedelta(days=1)


class Arriving(TemporaryUploadedFile):
    """Gone when it is closed, unless it was moved away."""

    def __init__(self, handler: FileUploadHandler) -> None:
        folder = pathlib.Path(settings.ARRIVING_DIR)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = tempfile.NamedTemporaryFile(suffix=_ENDING, dir=folder)  # noqa: SIM115  # closed with the request
        kind, charset, extra = handler.content_type, handler.charset, handler.content_type_extra
        UploadedFile.__init__(self, file, handler.file_name, kind, 0, charset, extra)

    def count(self) -> None:
        self._counted = Counted(pathlib.Path(self.temporary_file_path()).open("rb"))  # noqa: SIM115  # the thread's to close

    def sha256(self) -> str:
        """Empty when it could not be read to its end."""
        return self._counted.of(self.size or 0)


class Counted:
    """By a thread of its own."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self._digest, self._size = source, hashlib.sha256(), 0
        self._thread = threading.Thread(target=self._count, daemon=True)
        self._thread.start()

    def of(self, size: int) -> str:
        self._thread.join()
        return self._digest.hexdigest() if self._size == size else ""

    def _count(self) -> None:
        with self._source as source:
            while chunk := source.read(_CHUNK):
                self._digest.update(chunk)
                self._size += len(chunk)


class Handler(TemporaryFileUploadHandler):
    """For FILE_UPLOAD_HANDLERS, behind the one that keeps small files in memory."""

    file: Arriving

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = Arriving(self)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        super().file_complete(file_size)
        self.file.count()
        return self.file


def sha256_of(upload: "File[Any]") -> str:
    """Where it was counted on the way, else empty."""
    return upload.sha256() if isinstance(upload, Arriving) else ""


def sweep(*, now: datetime) -> None:
    """What a killed process left behind."""
    for path in pathlib.Path(settings.ARRIVING_DIR).glob(f"*{_ENDING}"):
        try:
            if path.stat().st_mtime < (now - _LEFT).timestamp():
                path.unlink()
        except FileNotFoundError:  # it was on its way after all
            continue
