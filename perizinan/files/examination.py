"""What is known about bytes after all checks: structure from the forked child, viruses from clamd."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext_noop

from perizinan.files import clamd, storages
from perizinan.files.checks import child
from perizinan.files.checks.attachments import MAX_BYTES
from perizinan.files.checks.inspect import inspect
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
    """Raises NotScanned when the structure is fine but nobody could look for viruses."""
    storages.no_transaction()
    with tempfile.TemporaryFile() as extracted:
        verdict = _inspect(source, extracted, name=name, accept=accept)
        try:
            engine, infection = _scan([_piece(source, 0, None), *_pieces(extracted, verdict)])
        except clamd.NotScanned:
            if not verdict.problem:
                raise
            engine, infection = "", ""  # what is refused for its structure need not wait for the scanner
    problem, facts = _conclude(verdict, infection)
    return Examination(problem, verdict.content_type, verdict.remarks, facts, engine)


def _inspect(source: IO[bytes], extracted: IO[bytes], *, name: str, accept: list[str]) -> Verdict:
    limits = child.Limits(
        cpu_seconds=settings.FILES_CHECK_SECONDS,
        deadline=settings.FILES_CHECK_SECONDS * _PATIENCE,
        memory=settings.FILES_CHECK_MEMORY,
        written=MAX_BYTES + 1,
    )
    answer = child.run(
        partial(inspect, source, extracted, name=name, accept=accept),
        limits=limits,
        keep=(source.fileno(), extracted.fileno()),
    )
    return Verdict.from_json(answer)


def _scan(pieces: list[Iterator[bytes]]) -> tuple[str, str]:
    """(engine, name of the first infection or "")."""
    if settings.CLAMD_MODE == "demo" and settings.DEBUG:
        return DEMO_ENGINE, ""
    deadline = time.monotonic() + _SCAN_SECONDS
    engine = clamd.version()
    for piece in pieces:
        if infection := clamd.scan(piece, deadline=deadline):
            return engine, infection
    return engine, ""


def _conclude(verdict: Verdict, infection: str) -> tuple[str, dict[str, Any]]:
    """A virus outranks all; clamd's "too deep" and "locked" are about structure and rank below ours."""
    if not infection:
        return verdict.problem, verdict.facts
    facts = {**verdict.facts, "infection": infection}
    if infection.startswith("Heuristics.Limits."):
        return verdict.problem or "too-complex", facts
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
