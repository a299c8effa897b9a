"""Requests through Django's test Client in this process: no network, no second process but PostgreSQL and Redis."""

import gc
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

WARMUP = 5


class Failed(Exception):
    """A page did not answer 200."""


@dataclass(frozen=True)
class Page:
    label: str
    address: str
    client: Client
    plans: bool = False  # its queries are worth explaining


@dataclass(frozen=True)
class Figure:
    label: str
    fast: float  # milliseconds; the tenth percentile, which a busy machine disturbs least
    median: float
    p95: float
    queries: int
    size: int  # bytes


def figures(pages: Sequence[Page], *, rounds: int) -> list[Figure]:
    """In turns, so that a busy moment of the machine falls on all pages alike."""
    taken: dict[str, list[float]] = {page.label: [] for page in pages}
    for turn in range(WARMUP + rounds):
        gc.collect()
        for page in pages:
            spent = _once(page)
            if turn >= WARMUP:
                taken[page.label].append(spent)
    return [_figure(page, sorted(taken[page.label])) for page in pages]


def queries(page: Page) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        _once(page)
    return [query["sql"] for query in captured.captured_queries]


def _once(page: Page) -> float:
    begin = time.perf_counter()
    answer = page.client.get(page.address)
    spent = time.perf_counter() - begin
    if answer.status_code != 200:
        raise Failed(f"{page.label}: {page.address} answered {answer.status_code}")
    return spent * 1000


def _figure(page: Page, spent: list[float]) -> Figure:
    size = len(page.client.get(page.address).content)
    fast, p95 = (spent[min(len(spent) - 1, int(len(spent) * part))] for part in (0.1, 0.95))
    return Figure(page.label, fast, statistics.median(spent), p95, len(queries(page)), size)
