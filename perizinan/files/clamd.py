"""The client of clamd over its unix socket. It fails closed: only a whole, exact answer counts as an answer."""

import socket
import struct
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings

_ASK_SECONDS = 5.0
_MAX_ANSWER = 4096


class NotScanned(Exception):
    """No verdict: the file stays in line. `code` is a key of problems.TROUBLES."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code


def scan(chunks: Iterable[bytes], *, deadline: float) -> str:
    """The name of what clamd found, or "" for nothing. `deadline` is a `time.monotonic()`."""
    with scanning(chunks, deadline=deadline) as answer:
        return answer()


@contextmanager
def scanning(chunks: Iterable[bytes], *, deadline: float) -> Iterator[Callable[[], str]]:
    """clamd has all bytes and works beside the block; the block asks for its answer."""
    with _connect(deadline) as connection:
        complete = _send(connection, chunks, deadline)
        yield lambda: _found(_read(connection, deadline), complete=complete)


def _found(answer: bytes, *, complete: bool) -> str:
    if answer.startswith(b"stream: ") and answer.endswith(b" FOUND\0"):
        return answer[len(b"stream: ") : -len(b" FOUND\0")].decode(errors="replace") or "unnamed"
    if complete and answer == b"stream: OK\0":
        return ""
    raise NotScanned("clamd-unsure", repr(answer[:200]))


def version() -> str:
    """Engine and signature date as clamd tells them, such as `ClamAV 1.4.6/27600/Mon Nov 23 08:20:11 2026`."""
    answer = _ask(b"VERSION")
    if not answer.startswith("ClamAV "):
        raise NotScanned("clamd-away", repr(answer[:200]))
    return answer


def is_alive() -> bool:
    try:
        return _ask(b"PING") == "PONG"
    except NotScanned:
        return False


def _ask(command: bytes) -> str:
    """Who does not answer a simple question is away, however: frozen, or somebody else on its socket."""
    try:
        return _answer_to(command)
    except NotScanned as unsure:
        raise NotScanned("clamd-away", str(unsure)) from unsure


def _answer_to(command: bytes) -> str:
    deadline = time.monotonic() + _ASK_SECONDS
    with _connect(deadline) as connection:
        _send_all(connection, b"z" + command + b"\0", deadline)
        answer = _read(connection, deadline)
    if not answer.endswith(b"\0"):
        raise NotScanned("clamd-unsure", repr(answer[:200]))
    return answer[:-1].decode(errors="replace")


def _connect(deadline: float) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(min(_ASK_SECONDS, _left(deadline)))
        connection.connect(settings.CLAMD_SOCKET)
    except OSError as refused:
        connection.close()
        raise NotScanned("clamd-away", str(refused)) from refused
    return connection


def _send(connection: socket.socket, chunks: Iterable[bytes], deadline: float) -> bool:
    """Whether all went through. clamd closes a stream that is too long, but may say why before it does."""
    try:
        connection.settimeout(_left(deadline))
        connection.sendall(b"zINSTREAM\0")
        for chunk in chunks:
            if chunk:  # a chunk of length 0 would end the stream
                connection.settimeout(_left(deadline))
                connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        return False
    except OSError as trouble:
        raise NotScanned("clamd-unsure", str(trouble)) from trouble
    return True


def _send_all(connection: socket.socket, data: bytes, deadline: float) -> None:
    try:
        connection.settimeout(_left(deadline))
        connection.sendall(data)
    except OSError as trouble:
        raise NotScanned("clamd-unsure", str(trouble)) from trouble


def _read(connection: socket.socket, deadline: float) -> bytes:
    answer = b""
    try:
        while len(answer) <= _MAX_ANSWER:
            connection.settimeout(_left(deadline))
            part = connection.recv(_MAX_ANSWER)
            if not part:
                return answer
            answer += part
    except OSError as trouble:
        raise NotScanned("clamd-unsure", str(trouble)) from trouble
    raise NotScanned("clamd-unsure", "the answer does not end")


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise NotScanned("clamd-unsure", "no answer in time")
    return left
