"""Fifty files of known verdicts, real workers over them, and what the database itself saw happen to each file."""

import contextlib
import os
import random
import signal
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone

from perizinan.devstack.clamd import Clamd
from perizinan.files import actions, sweeping
from perizinan.files.models import Images, PageImage, State, StoredFile
from perizinan.files.respond import respond, respond_page
from tests.perizinan.files import made
from tests.trials.conftest import kill, until

BOUND = 90
TIMES = 5
LOCKED = {"encryption": pikepdf.Encryption(owner="contoh", user="contoh")}
KINDS: list[tuple[str, Callable[[], bytes], str, int]] = [  # name, bytes, problem, pages
    ("surat.pdf", made.pdf, "", 1),
    ("akta.pdf", lambda: made.pdf(pages=2), "", 2),
    ("ktp.jpg", made.photo, "", 1),
    ("denah.png", lambda: made.photo("PNG"), "", 1),
    ("virus.pdf", lambda: made.pdf(made.attached(made.EICAR), pages=2), "infected", 0),
    ("lampiran.pdf", lambda: made.pdf(made.attached(made.EICAR)), "infected", 0),
    ("terkunci.pdf", lambda: made.pdf(**LOCKED), "encrypted", 0),
    ("terpotong.pdf", lambda: made.pdf()[:-60], "cut-off", 0),
    ("program.pdf", lambda: made.pdf(made.opens_with(made.javascript)), "active-content", 0),
    ("berkas.pdf", lambda: b"Ini bukan PDF. " * 40, "wrong-type", 0),
]
ACCEPT = ("pdf", "jpg", "png")

_SEEN = """
CREATE TABLE crash_seen (n bigserial, stored uuid, state text, images text);
CREATE FUNCTION crash_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crash_seen (stored, state, images) VALUES (
        NEW.id,
        CASE WHEN NEW.state IS DISTINCT FROM OLD.state THEN NEW.state END,
        CASE WHEN NEW.images IS DISTINCT FROM OLD.images THEN NEW.images END);
    RETURN NULL;
END $$;
CREATE TRIGGER crash_note AFTER UPDATE OF state, images ON perizinan_storedfile
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state OR OLD.images IS DISTINCT FROM NEW.images)
    EXECUTE FUNCTION crash_note();
"""
_UNSEEN = "DROP TRIGGER crash_note ON perizinan_storedfile; DROP FUNCTION crash_note; DROP TABLE crash_seen;"


@dataclass
class Round:
    """One seed: the files, the scanner and the workers, and what is done to them."""

    seed: int
    folder: Path
    scanner: Clamd
    begin: Callable[[], Any]
    redis: Any
    by: Any
    files: dict[str, tuple[str, int]] = field(default_factory=dict)  # id -> (problem, pages)
    data: dict[str, bytes] = field(default_factory=dict)
    workers: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        print(f"seed {self.seed}")

    def receive(self) -> None:
        kinds = [(name, make(), problem, pages) for name, make, problem, pages in KINDS] * TIMES
        self.random.shuffle(kinds)
        for name, data, problem, pages in kinds:
            now = timezone.now()
            taken = actions.taken_in(SimpleUploadedFile(name, data), now=now, max_bytes=10 << 20, accept=ACCEPT)
            with taken as received, transaction.atomic(durable=True):
                stored = actions.enter(received, by=self.by, now=now)
            self.files[str(stored.pk)] = (problem, pages)
            self.data[str(stored.pk)] = data
        assert int(self.redis.cli("llen", "celery")) == len(self.files) == 50

    def work(self, workers: int = 1) -> None:
        self.workers += [self.begin() for _ in range(workers)]

    def decided(self) -> int:
        assert all(worker.poll() is None for worker in self.workers), "a worker ended by itself: see worker-*.log"
        return StoredFile.objects.exclude(state__in=[State.QUARANTINE, State.CHECKING]).count()

    def after_some(self) -> None:
        """Waits until a random number of files more is decided, and a moment longer: somewhere within a check."""
        left = len(self.files) - self.decided()
        if left > 1:
            wanted = self.decided() + self.random.randrange(1, left)
            print(f"  after {wanted} verdicts")
            until(lambda: self.decided() >= wanted, BOUND)
            self.pause(0.15)

    def pause(self, longest: float) -> None:
        threading.Event().wait(self.random.uniform(0, longest))

    def kill_a_worker(self) -> None:
        print("  SIGKILL for a worker and its children")
        kill(self.workers.pop(self.random.randrange(len(self.workers))))

    def flush(self) -> None:
        print("  Redis flushed")
        self.redis.cli("flushall")

    @contextlib.contextmanager
    def scanner_stopped(self) -> Iterator[None]:
        print("  clamd stopped")
        self.scanner.process.kill()
        self.scanner.process.wait()
        yield
        self.scanner.restart()
        self.scanner.wait()

    @contextlib.contextmanager
    def scanner_frozen(self) -> Iterator[None]:
        print("  clamd frozen")
        os.kill(self.scanner.process.pid, signal.SIGSTOP)
        yield
        os.kill(self.scanner.process.pid, signal.SIGCONT)

    @contextlib.contextmanager
    def scanner_babbling(self) -> Iterator[None]:
        """Somebody else listens on its socket, and knows how to look alive."""
        with self.scanner_stopped(), Babble(self.scanner.socket, self.random):
            yield

    def nothing_is_early(self) -> None:
        """While nobody can look for viruses: no file is clean, and no byte of any leaves."""
        assert not StoredFile.objects.filter(state=State.CLEAN).exists()
        for stored in StoredFile.objects.all():
            with pytest.raises(Http404):
                respond(stored, request=RequestFactory().get("/"))

    def ends_well(self) -> None:
        until(lambda: not StoredFile.objects.waiting().exists(), BOUND)
        drawing = StoredFile.objects.filter(images__in=[Images.WAITING, Images.MAKING])
        until(lambda: not drawing.exists() and not StoredFile.objects.with_leftovers().exists(), BOUND)
        assert self._wrong() == []
        for stored in StoredFile.objects.filter(state=State.CLEAN):
            self._is_whole(stored)
        self._was_decided_once()
        for worker in self.workers:
            kill(worker)  # what a worker may still hold in its hands is not an orphan yet
        sweeping.sweep_orphans(now=timezone.now() + timedelta(days=3))
        assert self._kept_in("quarantine") == set()
        images = {key for keys in PageImage.objects.values_list("key", "thumb_key") for key in keys}
        assert self._kept_in("clean") == set(StoredFile.objects.exclude(key="").values_list("key", flat=True)) | images

    def _wrong(self) -> list[tuple[object, ...]]:
        """Each file with a verdict that is not its own."""
        found = []
        for stored in StoredFile.objects.all():
            problem, _ = self.files[str(stored.pk)]
            right = (State.REJECTED, problem, Images.NONE) if problem else (State.CLEAN, "", Images.READY)
            if (stored.state, stored.problem, stored.images) != right:
                said = (stored.name, stored.state, stored.problem, stored.images, stored.facts)
                found.append((*said, stored.engine, stored.attempts, "instead of", right))
        return found

    def _is_whole(self, stored: StoredFile) -> None:
        _, pages = self.files[str(stored.pk)]
        assert stored.engine.startswith("ClamAV ")
        assert respond(stored, request=RequestFactory().get("/")).getvalue() == self.data[str(stored.pk)]
        assert sorted(page.number for page in stored.pages.all()) == list(range(1, pages + 1))
        for page in stored.pages.all():
            shown = respond_page(page, request=RequestFactory().get("/")).getvalue()
            assert len(shown) == page.size

    def _was_decided_once(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT stored::text, state, images FROM crash_seen ORDER BY n")
            seen = cursor.fetchall()
        decided = Counter(stored for stored, state, _ in seen if state in (State.CLEAN, State.REJECTED))
        drawn = Counter(stored for stored, _, images in seen if images in (Images.READY, Images.FAILED))
        assert decided == dict.fromkeys(self.files, 1)
        assert drawn == {stored: 1 for stored, (problem, _) in self.files.items() if not problem}

    def _kept_in(self, place: str) -> set[str]:
        root = self.folder / "files" / place
        return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


class Babble:
    """Answers a wrong thing to everybody: now cut off, now too early, now nothing at all."""

    ANSWERS = (
        b"",
        b"\0",
        b"stream: OK",
        b"stream: OK\n",
        b"stream: OK\0stream: OK\0",
        b"OK\0",
        b"PONG\0",
        bytes(range(64)),
    )

    def __init__(self, path: Path, chance: random.Random) -> None:
        self.path, self.chance = path, chance

    def __enter__(self) -> None:
        self.path.unlink(missing_ok=True)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.path))
        self.listener.listen(64)
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()
        self.path.unlink(missing_ok=True)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection, contextlib.suppress(OSError):
                asked = connection.recv(1 << 20)
                if asked.startswith(b"zVERSION"):
                    connection.sendall(b"ClamAV 1.4.6/27600/contoh\0")
                elif asked.startswith(b"zPING"):
                    connection.sendall(self.chance.choice([b"PONG\0", b"PANG\0"]))
                else:
                    connection.sendall(self.chance.choice(self.ANSWERS))


@contextlib.contextmanager
def watched() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(_SEEN)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(_UNSEEN)
