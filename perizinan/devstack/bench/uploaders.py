"""Fifty people who upload at 30 kB/s, and what the others notice of it, on the web process as an office runs it.

One client is all of them; the processor is to be the portal's. Not here: the worker that checks.
"""

import asyncio
import random
import statistics
import time
from dataclasses import dataclass

from django.db import connection
from django.urls import reverse

from perizinan.accounts.models import User
from perizinan.accounts.roles import Role
from perizinan.devstack.bench import form_upload, specimens
from perizinan.devstack.bench.files import p95
from perizinan.devstack.bench.measure import WARMUP, Failed
from perizinan.devstack.bench.people import Office
from perizinan.devstack.bench.web import TOKEN, cookies_of, gunicorn
from perizinan.devstack.portal import HOST

PEOPLE, PACE, TICK = 50, 30_000, 0.1
ROUNDS, REQUESTS = 5, 120  # of each page in turn, first without, then with the uploaders
DRAFTS = """
SELECT c.number, p.user_id FROM bench_case c JOIN bench_person p ON p.i = c.person
WHERE c.status = 'DRAFT' ORDER BY c.id LIMIT %s
"""


@dataclass
class Town:
    port: int
    pages: list[tuple[str, str]]  # address, cookies
    uploads: list[bytes]  # whole requests
    taken: int = 0


def ratio(office: Office) -> str:
    """One line for the table."""
    uploads = _uploads()
    with gunicorn() as port:
        town = Town(port, _pages(office), uploads)
        quiet, busy = asyncio.run(_compare(town))
    return (
        f"pages beside {PEOPLE} uploads at {PACE // 1000} kB/s: p95 {p95(busy):.0f} ms, "
        f"{p95(busy) / p95(quiet):.2f} x without them ({p95(quiet):.0f} ms); "
        f"medians {statistics.median(busy):.0f} and {statistics.median(quiet):.0f} ms; {town.taken} uploads taken in"
    )


def _pages(office: Office) -> list[tuple[str, str]]:
    verifier = cookies_of(office.first(Role.VERIFIER))
    applicant = cookies_of(office.applicant)
    return [("/masuk/", ""), ("/izin/", ""), ("/permohonan/", applicant), ("/meja/?tab=unit", verifier)]


def _uploads() -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(DRAFTS, [PEOPLE])
        drafts = cursor.fetchall()
    if len(drafts) < PEOPLE:
        raise Failed(f"only {len(drafts)} drafts: more cases are needed")
    photo = specimens.shrunk_photo(1)
    body = form_upload.form(photo, csrfmiddlewaretoken=TOKEN)
    return [_post(number, cookies_of(User.objects.get(pk=user)), body) for number, user in drafts]


def _post(number: str, cookies: str, body: bytes) -> bytes:
    lines = [
        f"POST {reverse('portal:document', args=[number, 'ktp'])} HTTP/1.1",
        f"Host: {HOST}",
        f"Cookie: {cookies}",
        f"Content-Type: {form_upload.FORM}",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def _compare(town: Town) -> tuple[list[float], list[float]]:
    quiet: list[float] = []
    busy: list[float] = []
    await _look(town, WARMUP * len(town.pages))
    for _ in range(ROUNDS):
        quiet += await _look(town, REQUESTS)
        async with asyncio.TaskGroup() as people:
            tasks = [people.create_task(_upload(town, message)) for message in town.uploads]
            await asyncio.sleep(1)
            busy += await _look(town, REQUESTS)
            for task in tasks:
                task.cancel()
    return quiet, busy


async def _look(town: Town, requests: int) -> list[float]:
    """One person after the other looks at the pages."""
    taken = []
    reader, writer = await asyncio.open_connection(HOST, town.port)
    for n in range(requests):
        address, cookies = town.pages[n % len(town.pages)]
        begin = time.perf_counter()
        writer.write(f"GET {address} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {cookies}\r\n\r\n".encode())
        if (status := await _answer(reader)) != 200:
            raise Failed(f"{address} answered {status}")
        taken.append((time.perf_counter() - begin) * 1000)
    writer.close()
    return taken


async def _upload(town: Town, message: bytes) -> None:
    """Again and again; the first time the rest of one that began before."""
    first = random.randrange(len(message))  # noqa: S311
    pace = int(PACE * TICK)
    while True:
        reader, writer = await asyncio.open_connection(HOST, town.port)
        sent = first + 4096  # the head, and what would have come by now
        writer.write(message[:sent])
        while sent < len(message):
            await asyncio.sleep(TICK)
            writer.write(message[sent : sent + pace])
            await writer.drain()
            sent += pace
        if (status := await _answer(reader)) != 302:
            raise Failed(f"an upload was answered with {status}")
        town.taken, first = town.taken + 1, 0
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = next(line for line in head.split("\r\n") if line.startswith("content-length:"))
    await reader.readexactly(int(length.partition(":")[2]))
    return int(head.split(" ", 2)[1])
