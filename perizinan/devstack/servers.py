"""PostgreSQL, Redis and clamd together: started where the caller named none, handed on as environment variables."""

import pathlib
from collections.abc import Mapping

from perizinan.devstack import clamd, packages, redis
from perizinan.devstack.clamd import Clamd
from perizinan.devstack.daemon import Daemon
from perizinan.devstack.postgres import Postgres
from perizinan.devstack.redis import Redis
from perizinan.devstack.steps import step

DATABASE = "perizinan"


class Servers:
    def __init__(self, folder: pathlib.Path, given: Mapping[str, str], *, durable: bool = True) -> None:
        self.folder, self.given, self.durable = folder, given, durable
        self.running: list[Daemon] = []
        self.variables: dict[str, str] = {}
        self.database_identity = ""  # another one: what was prepared in the old database counts for nothing

    def start(self) -> dict[str, str]:
        try:
            self._start_clamd()
            self._start_postgres()
            self._start_redis()
            self._await_clamd()
        except BaseException:
            self.stop()
            raise
        return self.variables

    def stop(self) -> None:
        while self.running:
            self.running.pop().stop()

    def _start_postgres(self) -> None:
        with step("PostgreSQL") as shown:
            if given := self.given.get("DATABASE_URL"):
                self.variables["DATABASE_URL"], shown.note = given, "DATABASE_URL"
                self.database_identity = given
                return
            server = Postgres(self.folder, durable=self.durable)
            self._keep(server).start()
            self.variables["DATABASE_URL"], shown.note = server.database(DATABASE), str(server.programs)
            self.database_identity = str((server.data / "PG_VERSION").stat().st_mtime_ns)

    def _start_redis(self) -> None:
        with step("Redis") as shown:
            if given := self.given.get("REDIS_URL"):
                self.variables["REDIS_URL"], shown.note = given, "REDIS_URL"
            elif binary := redis.server():
                server = Redis(self.folder, binary=binary)
                self._keep(server).start()
                self.variables["REDIS_URL"], shown.note = server.url, binary
            else:
                for name in ("queue", "queue-control"):
                    (self.folder / name).mkdir(parents=True, exist_ok=True)
                self.variables["REDIS_URL"], shown.note = "", "none here; the queue is a folder"

    def _start_clamd(self) -> None:
        """First and without waiting: loading the full signatures takes longer than everything else together."""
        if self.given.get("CLAMD_SOCKET"):
            self.variables["CLAMD_SOCKET"] = self.given["CLAMD_SOCKET"]
        elif binary := clamd.server():
            server = Clamd(self.folder, binary=binary, signatures=clamd.signatures())
            self._keep(server).launch()
            self.variables["CLAMD_SOCKET"] = str(server.socket)
        else:
            self.variables["CLAMD_MODE"] = self.given.get("CLAMD_MODE") or "demo"

    def _await_clamd(self) -> None:
        with step("clamd") as shown:
            server = next((daemon for daemon in self.running if isinstance(daemon, Clamd)), None)
            if server is None:
                demo = f"none: uploads are NOT scanned (demo). To scan: {packages.apt_line([packages.CLAMD])}"
                shown.note = "CLAMD_SOCKET" if "CLAMD_SOCKET" in self.variables else demo
            elif server.signatures:
                shown.note = f"{server.about}, loading in the background"
            else:
                server.wait()
                shown.note = server.about

    def _keep(self, server: Daemon) -> Daemon:
        self.running.append(server)
        return server
