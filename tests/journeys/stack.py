"""The portal as `make run` starts it, on its own database, Redis, clamd and folders, for one session of tests."""

import contextlib
import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.test import override_settings

from perizinan.devstack import clamd, folders, portal, processes, redis
from perizinan.devstack.clamd import Clamd
from perizinan.devstack.daemon import Daemon
from perizinan.devstack.prepare import translations
from perizinan.devstack.redis import Redis

SECRETS = ("SECRET_KEY", "FIELD_DIGEST_KEY")


class Stack:
    """`web`, `worker`, `beat`, `redis`, `scanner`: daemons that a test may stop and start again."""

    def __init__(self, folder: Path, port: int) -> None:
        redis_binary, clamd_binary = redis.server(), clamd.server()
        assert redis_binary, "redis-server is missing: apt-get install redis-server"
        assert clamd_binary, "clamd is missing: apt-get install clamav-daemon"
        self.folder = folder
        self.database = f"journeys_{os.getpid()}"
        self.port = port
        self.url = f"http://{portal.HOST}:{port}"
        self.redis = Redis(folder, binary=redis_binary)
        self.scanner = Clamd(folder, binary=clamd_binary)
        self.daemons: list[Daemon] = [self.redis, self.scanner]

    def start(self) -> None:
        translations()
        self.scanner.launch()
        self.redis.start()
        prepare = {"cwd": folders.ROOT, "env": self.environment(), "capture_output": True, "text": True}
        done = subprocess.run(processes.PREPARE.command, check=False, **prepare)
        assert done.returncode == 0, done.stdout + done.stderr
        self.web, programs = portal.programs(self.folder, self.environment(), self.port)
        self.worker, self.beat = programs[1:]
        self.daemons += programs
        for program in programs:
            program.launch()
        for daemon in self.daemons:
            daemon.wait()

    def stop(self) -> None:
        for daemon in reversed(self.daemons):
            daemon.ask_to_stop()
        for daemon in reversed(self.daemons):
            daemon.stop()

    @contextlib.contextmanager
    def by_hand(self) -> Iterator[None]:
        """Nobody works beside the test: what it claims at its own hour, long past, a sweeper would give back."""
        for program in (self.beat, self.worker):
            program.stop()
        try:
            yield
        finally:
            for program in (self.worker, self.beat):
                program.start()

    def environment(self, **more: str) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "perizinan.settings",
            "DEBUG": "1",
            "DEMO": "1",
            "DATABASE_URL": database_url(self.database),
            "REDIS_URL": self.redis.url,
            "CLAMD_SOCKET": str(self.scanner.socket),
            "CLAMD_MODE": "required",
            "LOCAL_DIR": str(self.folder),
            "FILES_DIR": str(self.folder / "files"),
            "SIGNING_DIR": str(self.folder / "signing"),
            "AUDIT_HEADS_FILE": str(self.folder / "audit-heads.jsonl"),
            "SITE_URL": self.url,
            "SWEEP_SECONDS": "2",
            "PATH": os.pathsep.join([str(folders.VENV_BIN), os.environ.get("PATH", os.defpath)]),
            "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
            **{name: getattr(settings, name) for name in SECRETS},
            **more,
        }

    @contextlib.contextmanager
    def inside(self) -> Iterator[None]:
        """This process on the data of the portal: its database, files, signing keys and scanner."""
        from perizinan.signing import choice

        places = {name: self._place(name, folder) for name, folder in FOLDERS.items()}
        usual = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = self.database
        with override_settings(
            STORAGES=settings.STORAGES | places,
            SIGNING_DIR=self.folder / "signing",
            AUDIT_HEADS_FILE=self.folder / "audit-heads.jsonl",
            CLAMD_SOCKET=str(self.scanner.socket),
            CLAMD_MODE="required",
            SITE_URL=self.url,
            CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        ):
            storages._storages.clear()
            choice._local.cache_clear()
            try:
                yield
            finally:
                connection.close()
                connection.settings_dict["NAME"] = usual
                storages._storages.clear()
                choice._local.cache_clear()

    def _place(self, name: str, folder: str) -> dict[str, object]:
        options = settings.STORAGES[name]["OPTIONS"] | {"location": self.folder / "files" / folder}
        return {**settings.STORAGES[name], "OPTIONS": options}


FOLDERS = {"default": "portal", "quarantine": "quarantine", "clean": "clean"}


@contextlib.contextmanager
def own_database(name: str) -> Iterator[None]:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def database_url(name: str) -> str:
    address, mark, options = os.environ["DATABASE_URL"].partition("?")
    return f"{address.rpartition('/')[0]}/{name}{mark}{options}"


@contextlib.contextmanager
def own_port() -> Iterator[int]:
    """Held while it lasts: gunicorn may listen on it (it reuses addresses as well), nobody is given it by chance."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((portal.HOST, 0))
        yield int(held.getsockname()[1])
