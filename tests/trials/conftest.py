import os
import signal
import subprocess
import sys
import time

import pytest
from celery.app.task import Task
from django.conf import settings as current
from django.core.files.storage import storages
from django.db import connection
from kombu import Connection

from perizinan.devstack import folders
from perizinan.devstack.redis import Redis, server
from tests.journeys.stack import database_url

pytest.register_assert_rewrite("tests.trials.crashes")
LEASE_SECONDS = 3


class OwnRedis(Redis):
    """Of this test alone; nobody else's is touched."""

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
def redis(tmp_path):
    binary = server()
    assert binary, "redis-server is missing: apt-get install redis-server"
    own = OwnRedis(tmp_path, binary=binary)
    own.start()
    yield own
    own.stop()


@pytest.fixture
def environment(redis, tmp_path):
    """What the portal's own processes need to work on this test's database, files and queue."""
    current.STORAGES["default"]["OPTIONS"]["location"] = tmp_path / "files" / "portal"
    storages._storages.clear()
    changed = {
        "DATABASE_URL": database_url(connection.settings_dict["NAME"]),
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
            subprocess.Popen(command, cwd=folders.ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
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
