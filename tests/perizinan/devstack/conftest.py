import os
import pathlib
import shutil
import tempfile
import time
from collections.abc import Callable

import pytest

PATIENCE = 90  # s; the other half of the suite runs beside these tests
SERVICES = ("DATABASE_URL", "REDIS_URL", "CLAMD_SOCKET", "CLAMD_MODE", "PORT", "SITE_URL")


@pytest.fixture
def folder():
    """Short, unlike tmp_path: unix sockets live in it."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="ds-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def clean_environment(folder):
    kept = {name: value for name, value in os.environ.items() if name not in SERVICES}
    return {**kept, "LOCAL_DIR": str(folder)}


def wait_for(condition: Callable[[], object], patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def using(path):
    """Ids of living processes that have the path on their command line or in their environment's LOCAL_DIR."""
    needle, found = str(path).encode(), set()
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            state = (entry / "stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except OSError:
            continue
        if needle in words and state != "Z" and int(entry.name) != os.getpid():
            found.add(int(entry.name))
    return found
