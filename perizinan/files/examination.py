"""What is known about bytes after all checks: structure from the forked child, viruses from clamd."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext_noop

from perizinan.files import clamd, storages
from perizinan.files.checks import child
from perizinan.files.checks.attachments import MAX_BYTES
from perizinan.files.checks.inspect import inspect, make_ready
from perizinan.files.checks.verdict import Verdict

_SCAN_SECONDS = 40  # with the child's patience it stays below FILES_LEASE_SECONDS
_PATIENCE = 2
DEMO_ENGINE = gettext_noop("belum dipindai virus (demo)")
_CHUNK = 1 << 18


@dataclass
class Examination:
    problem: str = ""
    content_type: str = ""
    remarks: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    engine: str = ""


def examine(source: IO[bytes], *, name: str, accept: list[str]) -> Examination:
    """Raises NotScanned when the structure is fine but nobody could look for viruses.

    The scanner reads the file while the child looks at its structure; what was found inside is scanned after both."""
    storages.no_transaction()
    make_ready()
    with tempfile.TemporaryFile() as extracted, _scanner(source) as main:
        with _inspection(source, extracted, name=name, accept=accept) as inspection:
            scanned = main()
            verdict = Verdict.from_json(inspection.answer())
        if not scanned.trouble and not scanned.infection:
            scanned = _scan_pieces(_pieces(extracted, verdict), engine=scanned.engine)
    if scanned.trouble and not verdict.problem:
        raise scanned.trouble  # what is refused for its structure need not wait for the scanner
    problem, facts = _conclude(verdict, scanned.infection)
    return Examination(problem, verdict.content_type, verdict.remarks, facts, scanned.engine)


def _inspection(
    source: IO[bytes], extracted: IO[bytes], *, name: str, accept: list[str]
) -> AbstractContextManager[child.Child]:
    limits = child.Limits(
        cpu_seconds=settings.FILES_CHECK_SECONDS,
        deadline=settings.FILES_CHECK_SECONDS * _PATIENCE,
        memory=settings.FILES_CHECK_MEMORY,
        written=MAX_BYTES + 1,
    )
    work = partial(inspect, source, extracted, name=name, accept=accept)
    return child.started(work, limits=limits, keep=(source.fileno(), extracted.fileno()))


@dataclass(frozen=True)
class _Scanned:
    engine: str = ""
    infection: str = ""  # the name of the first one
    trouble: clamd.NotScanned | None = None


@contextmanager
def _scanner(source: IO[bytes]) -> Iterator[Callable[[], _Scanned]]:
    """The scanner has the file when the block begins, so that it works while the child is forked and looks."""
    if settings.CLAMD_MODE == "demo" and settings.DEBUG:
        yield lambda: _Scanned(DEMO_ENGINE)
        return
    deadline = time.monotonic() + _SCAN_SECONDS
    with ExitStack() as stack:
        try:
            engine = clamd.version()
            answer = stack.enter_context(clamd.scanning(_piece(source, 0, None), deadline=deadline))
        except clamd.NotScanned as trouble:
            scanned = _Scanned(trouble=trouble)
            yield lambda: scanned
        else:
            yield lambda: _answered(engine, answer)


def _answered(engine: str, answer: Callable[[], str]) -> _Scanned:
    try:
        return _Scanned(engine, answer())
    except clamd.NotScanned as trouble:
        return _Scanned(trouble=trouble)


def _scan_pieces(pieces: list[Iterator[bytes]], *, engine: str) -> _Scanned:
    deadline = time.monotonic() + _SCAN_SECONDS
    for piece in [] if engine == DEMO_ENGINE else pieces:
        scanned = _answered(engine, partial(clamd.scan, piece, deadline=deadline))
        if scanned.trouble or scanned.infection:
            return scanned
    return _Scanned(engine)


def _conclude(verdict: Verdict, infection: str) -> tuple[str, dict[str, Any]]:
    """A virus outranks all; clamd's "too deep" and "locked" are about structure and rank below ours."""
    if not infection:
        return verdict.problem, verdict.facts
    facts = {**verdict.facts, "infection": infection}
    if infection.startswith("Heuristics.Limits."):
        return verdict.problem or "too-complex", facts
    if infection.startswith("Heuristics.PDF."):  # names written so that simple programs do not know them
        return verdict.problem or "active-content", {"found": infection} | facts
    if infection.startswith("Heuristics.Encrypted."):
        return verdict.problem or "attachment-unreadable", facts
    return "infected", facts


def _pieces(extracted: IO[bytes], verdict: Verdict) -> list[Iterator[bytes]]:
    return [_piece(extracted, offset, length) for offset, length in verdict.attachments]


def _piece(source: IO[bytes], offset: int, length: int | None) -> Iterator[bytes]:
    source.seek(offset)
    left = length
    while left is None or left > 0:
        chunk = source.read(_CHUNK if left is None else min(_CHUNK, left))
        if not chunk:
            break
        left = None if left is None else left - len(chunk)
        yield chunk
