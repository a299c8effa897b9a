import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from celery.app.task import Task
from django.conf import settings as current
from django.core.files.storage import storages
from django.db import connection
from kombu import Connection

from perizinan.devstack import folders

ROOT = Path(__file__).resolve().parent.parent.parent
LEASE_SECONDS = 3


class OwnRedis:
    """A redis-server of this test alone, on a private socket; nobody else's is touched."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "redis.sock"
        self.url = f"redis+socket://{self.socket}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = {"port": "0", "unixsocket": str(self.socket), "save": "", "dir": str(self.socket.parent)}
        command = ["redis-server", *(word for name, value in options.items() for word in (f"--{name}", value))]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        until(lambda: folders.ask(self.socket, b"PING\r\n"), 30)

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
        self.socket.unlink(missing_ok=True)

    def cli(self, *words: str) -> str:
        done = subprocess.run(["redis-cli", "-s", self.socket, *words], capture_output=True, text=True, check=True)
        return done.stdout.strip()


def until(true, seconds: float) -> None:
    """Wait for it; fail when it takes longer than the bound."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            pytest.fail(f"not within {seconds} s")
        time.sleep(0.1)


@pytest.fixture
def redis():
    folder = Path(tempfile.mkdtemp(prefix="redis-"))  # a unix socket's path holds at most 107 letters
    server = OwnRedis(folder)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture
def environment(redis, tmp_path):
    """What the portal's own processes need to work on this test's database, files and queue."""
    current.STORAGES["default"]["OPTIONS"]["location"] = tmp_path / "files" / "portal"
    storages._storages.clear()
    database = os.environ["DATABASE_URL"].replace("/perizinan?", f"/{connection.settings_dict['NAME']}?")
    assert connection.settings_dict["NAME"] in database, "DATABASE_URL must name the database perizinan"
    changed = {
        "DATABASE_URL": database,
        "REDIS_URL": redis.url,
        "LOCAL_DIR": str(tmp_path),
        "FILES_DIR": str(tmp_path / "files"),
        "SIGNING_DIR": str(current.SIGNING_DIR),
        "SWEEP_SECONDS": "1",
        "FILES_LEASE_SECONDS": str(LEASE_SECONDS),
        "DEBUG": "1",
        "CLAMD_MODE": "demo",
    }
    return os.environ | changed


@pytest.fixture
def start(environment, tmp_path):
    """Start a real worker with its beat; what is still alive at the end is killed, child by child."""
    begun = []

    def begin(app: str = "perizinan.celery") -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "--app", app, "worker", "--beat", "--concurrency", "1"]
        command += ["--loglevel", "INFO"]
        log = (tmp_path / f"worker-{len(begun)}.log").open("wb")
        begun.append(
            subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
        )
        return begun[-1]

    yield begin
    for process in begun:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL for the worker and the children it started; its session is its own."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def queue(redis, monkeypatch):
    """This process sends its nudges to the test's own Redis, through the product's own code."""
    send = Task.apply_async

    def to_own(self, *args, **named):
        with Connection(redis.url, transport_options={"socket_connect_timeout": 1, "max_retries": 0}) as own:
            return send(self, *args, connection=own, **named)

    monkeypatch.setattr(Task, "apply_async", to_own)
    return redis
