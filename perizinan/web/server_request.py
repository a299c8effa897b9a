"""One connection's requests as they arrive: taken off the socket without ever waiting, handed over when whole."""

import os
import tempfile
from dataclasses import dataclass
from typing import IO, Any

from gunicorn.http.body import LengthReader
from gunicorn.http.parser import RequestParser

HEAD_BYTES = 64 * 1024
IN_MEMORY = 64 * 1024  # of a body; the rest of it lies in a file without a name
PIECE = 256 * 1024
LEFT_ON_DISK = 256 * 1024 * 1024  # for others; bodies are refused before they fill the disk
LAST_SECONDS = 2  # for a client that is to hear us out, or to begin while we stop
RESUMABLE = "application/offset+octet-stream"  # tus: any beginning of such a body is worth keeping


@dataclass(frozen=True)
class Limits:
    body_bytes: int
    head_seconds: float
    body_seconds: float
    idle_seconds: float
    folder: str


class Gone(Exception):
    """The client has left, or sends no more."""


class Refused(Exception):
    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code, self.reason = code, reason


class Arrival(RequestParser):  # type: ignore[misc]  # gunicorn is untyped
    """`begin`, then `read` whenever something is there. `next`, in a thread, gives what has been read."""

    def __init__(self, cfg: Any, sock: Any, peer: Any, limits: Limits) -> None:
        super().__init__(cfg, sock, peer)
        self.limits = limits
        self.begin(0)

    def begin(self, now: float) -> None:
        self.head = bytearray()
        self.body: IO[bytes] | None = None
        self.missing = 0  # bytes of the body
        self.parsed = self.leaving = False
        self.trouble: Exception | None = None
        self.heard, self.due = now, now + self.limits.head_seconds

    def leave(self, now: float) -> None:
        """All is said. What the client still sends is thrown away, or it would be answered by a reset connection."""
        self.begin(now)
        self.leaving, self.due = True, now + LAST_SECONDS

    @property
    def whole(self) -> bool:
        return self.parsed and not self.missing

    @property
    def begun(self) -> bool:
        return bool(self.head) or self.parsed

    def read(self, now: float) -> bool:
        """Whether the request is whole now. Raises Gone and Refused."""
        data = self.unreader.take_buffered() or self._receive()
        if data and not self.leaving:
            self.heard = now
            self._take(data, now)
        return self.whole

    def _receive(self) -> bytes:
        try:
            data: bytes = self.unreader.sock.recv(min(self.missing, PIECE) or PIECE)
        except BlockingIOError:
            return b""
        except OSError as broken:
            raise Gone from broken
        if not data:
            raise Gone
        return data

    def _take(self, data: bytes, now: float) -> None:
        if self.parsed:
            self._keep(data)
            return
        searched = max(0, len(self.head) - 3)
        self.head += data
        if self.head.find(b"\r\n\r\n", searched) >= 0:
            self._parse(now)
        elif len(self.head) > HEAD_BYTES:
            raise Refused(431, "Request Header Fields Too Large")

    def _parse(self, now: float) -> None:
        self.unreader.unread(bytes(self.head))
        self.parsed = True
        try:
            super().__next__()  # reads no further: the head is all there
        except Exception as trouble:  # noqa: BLE001  # answered by gunicorn, in the thread that asks for the request
            self.trouble = trouble
            return
        reader = self.mesg.body.reader
        if not isinstance(reader, LengthReader):  # chunked: Django takes such a body for an empty one
            raise Refused(411, "Length Required")
        if reader.length > self.limits.body_bytes:
            raise Refused(413, "Content Too Large")
        if reader.length:
            self._expect(reader.length, now)

    def _expect(self, length: int, now: float) -> None:
        self.missing, self.due = length, now + self.limits.body_seconds
        self.body = self.mesg.body = tempfile.SpooledTemporaryFile(IN_MEMORY, dir=self.limits.folder)  # noqa: SIM115
        beginning = self.unreader.take_buffered()
        self.unreader.unread(beginning[length:])  # of the next request
        self._keep(beginning[:length])
        if self.missing and self.mesg._expected_100_continue:
            try:
                self.unreader.sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            except OSError as broken:
                raise Gone from broken
        self.mesg._expected_100_continue = False  # else gunicorn would say it again

    def _keep(self, data: bytes) -> None:
        assert self.body is not None
        try:
            if self.body.tell() + len(data) > IN_MEMORY:
                disk = os.statvfs(self.limits.folder)
                if disk.f_bavail * disk.f_frsize < LEFT_ON_DISK:
                    raise OSError(f"{self.limits.folder} is nearly full")
            self.body.write(data)
        except OSError as full:
            raise Refused(507, "Insufficient Storage") from full
        self.missing -= len(data)
        if not self.missing:
            self.body.seek(0)

    @property
    def resumable(self) -> bool:
        return bool(self.missing) and ("CONTENT-TYPE", RESUMABLE) in self.mesg.headers

    def cut(self) -> bool:
        """No more will come. Whether what has come is to be handed over all the same, as a body that ends early."""
        if not self.resumable:
            return False
        assert self.body is not None
        self.missing = 0
        self.body.seek(0)
        self.mesg.force_close()
        return True

    def overdue(self, now: float, *, stopping: bool) -> bool:
        patience = LAST_SECONDS if stopping and not self.begun else self.limits.idle_seconds
        return now > min(self.due, self.heard + patience) or (stopping and self.resumable)

    def __next__(self) -> Any:
        if self.trouble:
            raise self.trouble
        return self.mesg

    def finish_body(self, deadline: float | None = None, max_bytes: int | None = None) -> bool:  # noqa: ARG002
        """Nothing of it is on the socket any more, read or not."""
        return True

    def end(self) -> None:
        if self.body:
            self.body.close()
