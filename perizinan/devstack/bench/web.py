"""The web process as an office runs it: gunicorn with our worker, on the bench's database and its own folder."""

import contextlib
import os
import pathlib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from perizinan.accounts.models import User
from perizinan.devstack import folders
from perizinan.devstack.bench.measure import Failed
from perizinan.devstack.bench.pages import signed_in
from perizinan.devstack.portal import HOST, free_port
from perizinan.devstack.processes import WEB

TOKEN = "c" * 32  # in forms and in the cookie that they are compared with
START_SECONDS = 60


@contextlib.contextmanager
def gunicorn(worker: str = "") -> Iterator[int]:
    """Its port."""
    port = free_port(None)
    command = [str(folders.VENV_BIN / "gunicorn"), "perizinan.devstack.bench.wsgi", *WEB.command[2:]]
    command += ["--bind", f"{HOST}:{port}", *(["--worker-class", worker] if worker else [])]
    with tempfile.TemporaryDirectory() as folder, pathlib.Path(folder, "log").open("w+b") as log:
        environment = {**os.environ, "DATABASE_URL": _database(), "LOCAL_DIR": folder, "FILES_DIR": f"{folder}/files"}
        process = subprocess.Popen(
            command, cwd=folders.ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        try:
            _await_answers(port, process)
            yield port
        except Failed:
            log.seek(0)
            print(log.read().decode(errors="replace"))
            raise
        finally:
            process.terminate()
            process.wait()


def cookies_of(user: User) -> str:
    session = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


def _database() -> str:
    address, mark, options = os.environ["DATABASE_URL"].partition("?")
    return f"{address.rpartition('/')[0]}/{connection.settings_dict['NAME']}{mark}{options}"


def _await_answers(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.1)
    raise Failed("gunicorn did not start")
