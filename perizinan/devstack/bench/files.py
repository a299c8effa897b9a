"""The checks of one worker against sha256, libmagic and clamd alone, over the same files in turn; an upload by form."""

import contextlib
import gc
import hashlib
import pathlib
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import magic
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import override_settings
from django.utils import timezone

from perizinan.devstack import clamd as private
from perizinan.devstack.bench import specimens
from perizinan.devstack.bench.measure import Failed
from perizinan.devstack.bench.people import Office
from perizinan.files import clamd
from perizinan.files.checking import check
from perizinan.files.models import State, StoredFile

KINDS = ["pdf", "jpg", "png", "heic"]
ROUNDS, PDFS = 4, 40
SCAN_SECONDS = 60


class Uncached(private.Clamd):
    """It remembers what it found clean, and the second to ask would be answered for nothing."""

    def prepare(self) -> None:
        super().prepare()
        with (self.folder / "clamd.conf").open("a", encoding="utf-8") as configuration:
            configuration.write("DisableCache yes\n")


@dataclass(frozen=True)
class Work:
    stored: StoredFile
    path: pathlib.Path  # the same bytes for the bare scan


@contextlib.contextmanager
def scanner() -> Iterator[str]:
    """With the system's signatures if there are any: what it costs with them is what an office pays."""
    binary = private.server()
    if binary is None:
        raise Failed("clamd is missing: apt-get install clamav-daemon")
    with tempfile.TemporaryDirectory() as folder, own_files(pathlib.Path(folder)):
        daemon = Uncached(pathlib.Path(folder), binary=binary, signatures=private.signatures())
        daemon.start()
        try:
            with override_settings(CLAMD_SOCKET=str(daemon.socket), CLAMD_MODE="required"):
                yield daemon.about
        finally:
            daemon.stop()


@contextlib.contextmanager
def own_files(folder: pathlib.Path) -> Iterator[None]:
    names = ("default", "quarantine", "clean")
    places = {n: {**settings.STORAGES[n], "OPTIONS": {"location": folder / n}} for n in names}
    with override_settings(STORAGES=settings.STORAGES | places):
        storages._storages.clear()  # type: ignore[attr-defined]
        yield
    storages._storages.clear()  # type: ignore[attr-defined]


def ratios(office: Office) -> list[str]:
    """Two lines for the table."""
    with scanner() as about:
        mixed = [made(n, ending, data, office) for n, (ending, data) in enumerate(_mixed())]
        ours, bare = in_turns(mixed)
        pdfs = [made(n, "pdf", specimens.scanned_pdf(1000 + n), office) for n in range(PDFS)]
        our_times, bare_times = in_turns(pdfs)
    total = sum(work.stored.size for work in mixed) / 1e6
    ours_rate, bare_rate = total / sum(ours), total / sum(bare)
    size = statistics.mean(work.stored.size for work in pdfs) / 1e6
    return [
        f"checks of one worker, {len(mixed)} files of {total:.0f} MB: {ours_rate:.1f} MB/s, "
        f"{ours_rate / bare_rate:.2f} x sha256 + libmagic + clamd alone ({bare_rate:.1f} MB/s); clamd with {about}",
        f"verdict on a PDF of {size:.1f} MB: p95 {p95(our_times) * 1000:.0f} ms, "
        f"{p95(our_times) / p95(bare_times):.2f} x the bare scan ({p95(bare_times) * 1000:.0f} ms); "
        f"medians {statistics.median(our_times) * 1000:.0f} and {statistics.median(bare_times) * 1000:.0f} ms",
    ]


def _mixed() -> Iterator[tuple[str, bytes]]:
    for turn in range(ROUNDS):
        for ending, make in specimens.MIXED:
            yield ending, make(turn * 100 + secrets.randbelow(100))


def made(number: int, ending: str, data: bytes, office: Office) -> Work:
    key = storages["quarantine"].save(f"bench/{secrets.token_hex(16)}", ContentFile(data))
    stored = StoredFile.objects.create(
        name=f"contoh {number}.{ending}",
        accept=KINDS,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        quarantine_key=key,
        uploaded_by_id=office.applicant.pk,
        created_at=timezone.now(),
    )
    return Work(stored, pathlib.Path(storages["quarantine"].path(key)))


def in_turns(files: Sequence[Work]) -> tuple[list[float], list[float]]:
    ours, bare = [], []
    for work in files:
        gc.collect()
        bare.append(_spent(_bare_scan, work))  # first: afterwards the quarantine is empty
        ours.append(_spent(_check, work))
    return ours, bare


def p95(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def _spent(do: Callable[[Work], None], work: Work) -> float:
    begin = time.perf_counter()
    do(work)
    return time.perf_counter() - begin


def _check(work: Work) -> None:
    check(pk=work.stored.pk, clock=timezone.now)
    work.stored.refresh_from_db()
    if work.stored.state != State.CLEAN:
        raise Failed(f"{work.stored.name}: {work.stored.state} {work.stored.problem}{work.stored.last_trouble}")


def _bare_scan(work: Work) -> None:
    with work.path.open("rb") as source:
        magic.from_buffer(source.read(1 << 18), mime=True)
        digest = hashlib.sha256()
        source.seek(0)
        while chunk := source.read(1 << 18):
            digest.update(chunk)
        source.seek(0)
        found = clamd.scan(iter(lambda: source.read(1 << 18), b""), deadline=time.monotonic() + SCAN_SECONDS)
    if found or digest.hexdigest() != work.stored.sha256:
        raise Failed(f"the bare scan of {work.stored.name} found {found}")
