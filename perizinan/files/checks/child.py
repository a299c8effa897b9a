"""Hostile bytes are parsed only here: one `os.fork()` per document from the warm worker, with limits.

`multiprocessing` is refused inside Celery's children, and a spawn costs 100 ms where a fork costs 2 to 6.
The child answers with one JSON object over a pipe; whatever else happens to it is a verdict as well.
"""

import errno
import json
import logging
import os
import resource
import select
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

_MAX_ANSWER = 1 << 20
_NULL = os.devnull


class Starved(Exception):
    """The deadline passed before the processor time was used up: the machine is busy, the file not to blame."""


@dataclass(frozen=True)
class Limits:
    cpu_seconds: int
    deadline: float  # seconds by the clock; longer, since a busy machine must not decide over a file
    memory: int  # on top of what the worker has mapped already
    written: int


class Child:
    """One that is at work. It ends with the block of `started`, whatever it does."""

    def __init__(self, pid: int, reader: int, deadline: float) -> None:
        self._pid, self._reader, self._deadline = pid, reader, deadline

    def answer(self) -> dict[str, Any]:
        """Waits for it, up to its deadline."""
        raw = _read_all(self._reader, self._deadline)
        status, usage = self.end()
        answer = _parse(raw)
        return answer if answer is not None else _verdict_on_silence(status, usage, late=raw is None)

    def end(self) -> tuple[int, resource.struct_rusage]:
        pid, self._pid = self._pid, 0
        if not pid:
            return 0, resource.getrusage(resource.RUSAGE_SELF)
        os.close(self._reader)
        os.kill(pid, signal.SIGKILL)  # no effect on one that is ending; the end of one that pretends to
        _, status, usage = os.wait4(pid, 0)
        return status, usage


@contextmanager
def started(work: Callable[[], dict[str, Any]], *, limits: Limits, keep: tuple[int, ...] = ()) -> Iterator[Child]:
    """`work` runs in a child beside the block. `keep` are file descriptors it needs; all others are closed there."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        _be_child(work, writer, limits, keep)
    os.close(writer)
    child = Child(pid, reader, time.monotonic() + limits.deadline)
    try:
        yield child
    finally:
        child.end()


def run(work: Callable[[], dict[str, Any]], *, limits: Limits, keep: tuple[int, ...] = ()) -> dict[str, Any]:
    """What `work` returns in a child."""
    with started(work, limits=limits, keep=keep) as child:
        return child.answer()


def _verdict_on_silence(status: int, usage: resource.struct_rusage, *, late: bool) -> dict[str, Any]:
    if late:
        raise Starved(f"{usage.ru_utime + usage.ru_stime:.1f} s of processor time at the deadline")
    ran_out = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU
    return {"problem": "too-complex" if ran_out else "unreadable"}


def _read_all(reader: int, deadline: float) -> bytes | None:
    """All until the pipe closes, or None at the deadline."""
    parts: list[bytes] = []
    while sum(map(len, parts)) <= _MAX_ANSWER:
        left = max(deadline - time.monotonic(), 0)  # what is there already counts, however late we look
        if not select.select([reader], [], [], left)[0]:
            return None
        part = os.read(reader, 65536)
        if not part:
            break
        parts.append(part)
    return b"".join(parts)


def _parse(raw: bytes | None) -> dict[str, Any] | None:
    try:
        answer = json.loads(raw or b"")
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _be_child(work: Callable[[], dict[str, Any]], writer: int, limits: Limits, keep: tuple[int, ...]) -> NoReturn:
    try:
        _restrict(limits, keep=(*keep, writer))
        os.write(writer, json.dumps(_answer(work)).encode())
    except BaseException:  # noqa: BLE001, S110  (silence is "unreadable" to the parent; nothing may escape the fork)
        pass
    finally:
        os._exit(0)


def _answer(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return work()
    except MemoryError:
        return {"problem": "too-complex"}
    except Exception as trouble:  # noqa: BLE001  (a parser that stumbles is the verdict, not a fault of ours)
        too_much = isinstance(trouble, OSError) and trouble.errno == errno.EFBIG
        return {"problem": "too-complex" if too_much else "unreadable", "facts": {"detail": type(trouble).__name__}}


def _restrict(limits: Limits, *, keep: tuple[int, ...]) -> None:
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):  # Celery's children turn even SIGXCPU into a quiet exit
            signal.signal(number, signal.SIG_DFL)
    logging.disable(logging.CRITICAL)  # handlers may hold locks of other threads of the parent
    signal.alarm(int(limits.deadline) + 5)  # should the parent be killed, the child does not outlive it for long
    null = os.open(_NULL, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    _close_all_but(keep)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, limits.cpu_seconds)
    _limit(resource.RLIMIT_FSIZE, limits.written)
    _limit(resource.RLIMIT_AS, _mapped_now() + limits.memory)


def _close_all_but(keep: tuple[int, ...]) -> None:
    start = 3
    for descriptor in sorted(set(keep)):
        os.closerange(start, descriptor)
        start = descriptor + 1
    os.closerange(start, os.sysconf("SC_OPEN_MAX"))


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    # One second between soft and hard: at the soft limit of processor time comes SIGXCPU, at the hard one SIGKILL.
    resource.setrlimit(kind, (value, value + 1 if hard == resource.RLIM_INFINITY else hard))


def _mapped_now() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")
