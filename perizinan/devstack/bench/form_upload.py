"""A file by form, 5 MB: the portal's upload view beside a bare one that keeps the file and writes its row, in turns."""

import gc
import pathlib
import secrets
import statistics
import tempfile
import time

from django.test import Client
from django.urls import reverse

from applications.documents.actions import kinds
from applications.lifecycle.models import Application
from perizinan.devstack.bench.files import own_files, p95
from perizinan.devstack.bench.measure import WARMUP, Failed
from perizinan.devstack.bench.pages import bare_client, signed_in
from perizinan.devstack.bench.people import Office

SIZE, ROUNDS = 5_000_000, 40
BOUNDARY = "bench-boundary"
FORM = f"multipart/form-data; boundary={BOUNDARY}"


def ratio(office: Office) -> str:
    """One line for the table."""
    case = Application.objects.get(filed_by=office.applicant)
    slot = next(r for r in case.spec.requirements if "pdf" in kinds(r))
    views = [
        (reverse("portal:document", args=[case.number, slot.key]), signed_in(office.applicant)),
        ("/unggah/", bare_client(signed_in(office.applicant))),
    ]
    taken: list[list[float]] = [[], []]
    with tempfile.TemporaryDirectory() as folder, own_files(pathlib.Path(folder)):
        for turn in range(WARMUP + ROUNDS):
            body = form(b"%PDF-1.7\n" + secrets.token_bytes(SIZE))
            for spent, (address, client) in zip(taken, views, strict=True):
                gc.collect()
                milliseconds = _post(client, address, body)
                if turn >= WARMUP:
                    spent.append(milliseconds)
    ours, bare = (sorted(spent) for spent in taken)
    middle, fast = statistics.median(ours) / statistics.median(bare), ours[len(ours) // 10] / bare[len(bare) // 10]
    return (
        f"POST of 5 MB by form: {statistics.median(ours):.0f} ms, {middle:.2f} x a bare Django upload view "
        f"({statistics.median(bare):.0f} ms); fastest tenth {fast:.2f} x; p95 {p95(ours):.0f} and {p95(bare):.0f} ms"
    )


def form(data: bytes, **fields: str) -> bytes:
    """A form of one file called `file`, as a browser sends it."""
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    parts.append(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="contoh.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return "".join(parts).encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()


def _post(client: Client, address: str, body: bytes) -> float:
    begin = time.perf_counter()
    answer = client.generic("POST", address, body, content_type=FORM)
    spent = time.perf_counter() - begin
    if answer.status_code != 302:
        raise Failed(f"{address} answered {answer.status_code}")
    return spent * 1000
