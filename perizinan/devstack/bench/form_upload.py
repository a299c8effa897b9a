"""A file by form, 5 MB, over HTTP: the portal's upload view and a bare one that keeps the file and writes its row, in
turns and in one process, so that the way there and Django's reading of the form count on both sides."""

import gc
import http.client
import secrets
import statistics
import time

from django.urls import reverse

from applications.documents.actions import kinds
from applications.lifecycle.models import Application
from perizinan.devstack.bench import bare
from perizinan.devstack.bench.files import p95
from perizinan.devstack.bench.measure import Failed
from perizinan.devstack.bench.people import Office
from perizinan.devstack.bench.web import TOKEN, cookies_of, gunicorn
from perizinan.devstack.portal import HOST

SIZE, WARMUP, ROUNDS = 5_000_000, 10, 40  # more would be above the quota of one person
BOUNDARY = "bench-boundary"
FORM = f"multipart/form-data; boundary={BOUNDARY}"


def ratio(office: Office) -> str:
    """One line for the table."""
    case = Application.objects.get(filed_by=office.applicant)
    slot = next(r for r in case.spec.requirements if "pdf" in kinds(r))
    addresses = [reverse("portal:document", args=[case.number, slot.key]), bare.UPLOAD]
    with gunicorn() as port:
        ours, bares = (sorted(spent) for spent in _in_turns(port, addresses, cookies_of(office.applicant)))
    middle, fast = statistics.median(ours) / statistics.median(bares), ours[len(ours) // 10] / bares[len(bares) // 10]
    return (
        f"POST of 5 MB by form: {statistics.median(ours):.0f} ms, {middle:.2f} x a bare Django upload view "
        f"({statistics.median(bares):.0f} ms); fastest tenth {fast:.2f} x; p95 {p95(ours):.0f} and {p95(bares):.0f} ms"
    )


def _in_turns(port: int, addresses: list[str], cookies: str) -> list[list[float]]:
    """Milliseconds, by address. One connection: one process of gunicorn's answers all."""
    taken: list[list[float]] = [[] for _ in addresses]
    line = http.client.HTTPConnection(HOST, port, timeout=60)
    for turn in range(WARMUP + ROUNDS):
        body = form(b"%PDF-1.7\n" + secrets.token_bytes(SIZE), csrfmiddlewaretoken=TOKEN)
        for spent, address in zip(taken, addresses, strict=True):
            gc.collect()
            milliseconds = _post(line, address, body, cookies)
            if turn >= WARMUP:
                spent.append(milliseconds)
    line.close()
    return taken


def form(data: bytes, **fields: str) -> bytes:
    """A form of one file called `file`, as a browser sends it."""
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    parts.append(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="contoh.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return "".join(parts).encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()


def _post(line: http.client.HTTPConnection, address: str, body: bytes, cookies: str) -> float:
    begin = time.perf_counter()
    line.request("POST", address, body, {"Content-Type": FORM, "Cookie": cookies})
    answer = line.getresponse()
    answer.read()
    spent = time.perf_counter() - begin
    if answer.status != http.HTTPStatus.FOUND:
        raise Failed(f"{address} answered {answer.status}")
    return spent * 1000
