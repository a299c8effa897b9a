"""A batch of pages of one file: drawn in the child, their bytes in the clean storage. No row is touched here."""

from __future__ import annotations

import json
import secrets
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import IO, Any

from django.conf import settings
from django.core.files.base import ContentFile

from perizinan.files import storages
from perizinan.files.checks import child
from perizinan.files.checks.drawing import Wanted, draw
from perizinan.files.models import PageImage, StoredFile

FOLDER = "halaman/"  # of the clean storage; what lies here can be drawn again

_PAGES_OF_A_CHILD = 10
_SECONDS_OF_A_CHILD = 4  # a page that has begun may take FILES_CHECK_SECONDS more
_PATIENCE = 2
_WRITTEN = 64 << 20


class Undrawable(Exception):
    """The engine gives no image of this page, today and tomorrow."""


@dataclass(frozen=True)
class Drawn:
    pages: list[PageImage]
    remarks: dict[str, list[int]]
    last: bool


def batch(stored: StoredFile, source: IO[bytes], *, first: int, now: datetime) -> Drawn:
    """Pages from `first`. Raises when not even one could be drawn."""
    storages.no_transaction()
    with tempfile.TemporaryFile() as drawn, tempfile.TemporaryFile() as log:
        answer, starved = _in_child(stored, source, drawn, log, first)
        log.seek(0)
        lines = [json.loads(line) for line in log.read().split(b"\n")[:-1]]
        if not lines:
            raise starved or Undrawable(f"page {first}: {answer}")
        pages = _kept(stored, lines, drawn, now)
    remarks: dict[str, list[int]] = {}
    for line in lines:
        for code in line["remarks"]:
            remarks.setdefault(code, []).append(line["number"])
    return Drawn(pages, remarks, last=lines[-1]["number"] == answer.get("pages"))


def delete_bytes(pages: Iterable[PageImage]) -> None:
    for page in pages:
        for key in (page.key, page.thumb_key):
            if key:
                storages.forget(storages.clean(), key)


def _in_child(
    stored: StoredFile, source: IO[bytes], drawn: IO[bytes], log: IO[bytes], first: int
) -> tuple[dict[str, Any], child.Starved | None]:
    limits = child.Limits(
        cpu_seconds=settings.FILES_CHECK_SECONDS,
        deadline=settings.FILES_CHECK_SECONDS * _PATIENCE,
        memory=settings.FILES_CHECK_MEMORY,
        written=_WRITTEN,
    )
    wanted = Wanted(
        media_type=stored.content_type,
        first=first,
        pages=_PAGES_OF_A_CHILD,
        seconds=_SECONDS_OF_A_CHILD,
        side=settings.FILES_PAGE_SIDE,
        side_of_many=settings.FILES_PAGE_SIDE_OF_MANY,
        many=settings.FILES_MANY_PAGES,
    )
    work = partial(draw, source, drawn, log, wanted=wanted)
    try:
        return child.run(work, limits=limits, keep=(source.fileno(), drawn.fileno(), log.fileno())), None
    except child.Starved as starved:
        return {}, starved


def _kept(stored: StoredFile, lines: list[dict[str, Any]], drawn: IO[bytes], now: datetime) -> list[PageImage]:
    pages: list[PageImage] = []
    try:
        for line in lines:
            columns = {name: line[name] for name in ("number", "width", "height", "size", "thumb_size", "sha256")}
            page = PageImage(stored=stored, **columns)
            pages.append(page)
            drawn.seek(line["offset"])
            page.key = _saved(drawn.read(page.size), now)
            page.thumb_key = _saved(drawn.read(page.thumb_size), now)
    except BaseException:
        delete_bytes(pages)
        raise
    return pages


def _saved(data: bytes, now: datetime) -> str:
    key = FOLDER + storages.day_folder(now) + secrets.token_hex(16)
    return str(storages.clean().save(key, ContentFile(data)))
