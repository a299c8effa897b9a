"""The head of the chain kept outside the database: one JSON line a day in settings.AUDIT_HEADS_FILE."""

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from perizinan.audit import chain

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Head:
    date: str
    seq: int
    hash: str


def keep(path: Path, *, today: date) -> Head | None:
    """Also logged, so that a copy lies wherever the logs go."""
    newest = chain.head()
    if newest is None:
        return None
    head = Head(today.isoformat(), newest.seq, newest.hash)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(head)) + "\n")
        file.flush()
        os.fsync(file.fileno())
    log.info("audit head %s seq %s hash %s", head.date, head.seq, head.hash)
    return head


def read(path: Path) -> Iterator[Head]:
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield Head(**json.loads(line))
