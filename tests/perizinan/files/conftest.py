import contextlib
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from perizinan.files import actions, checking, clamd
from tests.perizinan.files.made import EICAR, pdf

NOW = datetime(2026, 11, 24, 7, 32, tzinfo=UTC)

_CONF = """\
DatabaseDirectory {root}/db
LocalSocket {root}/s
LocalSocketMode 600
FixStaleSocket yes
Foreground yes
LogFile {root}/log
TemporaryDirectory {root}/tmp
StreamMaxLength 12M
MaxScanSize 600M
MaxFileSize 300M
MaxRecursion 8
MaxFiles 500
AlertExceedsMax yes
AlertEncrypted yes
SelfCheck 0
"""


@pytest.fixture(scope="session")
def clamd_socket():
    """A real clamd on a private socket, with signatures that know EICAR and nothing else."""
    program = shutil.which("clamd") or shutil.which("/usr/sbin/clamd")
    if program is None:
        pytest.skip("clamd is not installed: apt-get install clamav-daemon")
    root = Path(tempfile.mkdtemp(prefix="clamd-"))  # a unix socket's path holds at most 107 letters
    for folder in ("db", "tmp"):
        (root / folder).mkdir()
    (root / "db/portal.ndb").write_text(f"Portal.Test.EICAR:0:*:{EICAR.hex()}\n")
    (root / "conf").write_text(_CONF.format(root=root))
    process = subprocess.Popen([program, "-c", str(root / "conf")], stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    for _ in range(1500):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(root / "s"))
            break
        assert process.poll() is None, (root / "log").read_text()
        time.sleep(0.02)
    yield str(root / "s")
    process.terminate()
    process.wait()
    shutil.rmtree(root)


@pytest.fixture
def files_settings(settings, tmp_path):
    place = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {
        **settings.STORAGES,
        "quarantine": {**place, "OPTIONS": {"location": tmp_path / "quarantine"}},
        "clean": {**place, "OPTIONS": {"location": tmp_path / "clean"}},
    }
    settings.CLAMD_MODE = "required"
    settings.CLAMD_SOCKET = str(tmp_path / "nobody-listens")
    return settings


@pytest.fixture
def scanner(files_settings, clamd_socket):
    files_settings.CLAMD_SOCKET = clamd_socket


@pytest.fixture
def dead_scanner(files_settings):
    assert not clamd.is_alive()


@pytest.fixture
def fake_clamd(files_settings):
    """A listener that reads what it likes and answers what it is told."""
    folder = Path(tempfile.mkdtemp(prefix="fake-"))
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(folder / "s"))
    listener.listen()
    files_settings.CLAMD_SOCKET = str(folder / "s")
    answers = {b"zVERSION": b"ClamAV 1.4.6\0", b"zPING": b"PONG\0", b"zINSTREAM": b""}

    def serve():
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection, contextlib.suppress(OSError):
                    command, _, rest = connection.recv(1 << 20).partition(b"\0")
                    while command == b"zINSTREAM" and not rest.endswith(bytes(4)) and not answers.get("hasty"):
                        part = connection.recv(1 << 20)
                        rest = (rest + part)[-4:]
                        if not part:
                            break
                    if answers.get("silent"):
                        time.sleep(answers["silent"])
                    connection.sendall(answers.get(command, b""))

    threading.Thread(target=serve, daemon=True).start()
    yield answers
    listener.close()
    shutil.rmtree(folder)


@pytest.fixture
def ayu(db):
    return get_user_model().objects.create_user(email="ayu@contoh.invalid", name="Ayu (contoh)")


@pytest.fixture
def receive(ayu, files_settings):
    def receive(data=None, name="surat.pdf", accept=("pdf", "jpg", "png", "webp", "heic"), max_bytes=10 << 20, now=NOW):
        upload = SimpleUploadedFile(name, pdf() if data is None else data)
        taken = actions.taken_in(upload, now=now, max_bytes=max_bytes, accept=accept)
        with taken as received, transaction.atomic():
            return actions.enter(received, by=ayu, now=now)

    return receive


@pytest.fixture
def check():
    """Check a stored file as a worker would, a second after it came."""

    def check(stored, at=NOW + timedelta(seconds=1)):
        checking.check(pk=stored.pk, clock=lambda: at)
        stored.refresh_from_db()
        return stored

    return check
