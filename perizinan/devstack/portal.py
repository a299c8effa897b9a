"""The portal's own processes as daemons of the launcher: the table's commands, this clone's environment."""

import http.client
import pathlib
import socket
from collections.abc import Mapping

from perizinan.devstack import folders
from perizinan.devstack.daemon import Daemon, DidNotStart
from perizinan.devstack.processes import TABLE, WEB, Process

HOST = "127.0.0.1"
FIRST_PORT, LAST_PORT = 8000, 8099


def free_port(wanted: str | None) -> int:
    """PORT exactly, or the first free one from 8000."""
    if wanted:
        if not _is_free(int(wanted)):
            raise DidNotStart(f"Port {wanted} (from PORT) is in use.")
        return int(wanted)
    port = next((port for port in range(FIRST_PORT, LAST_PORT + 1) if _is_free(port)), None)
    if port is None:
        raise DidNotStart(f"No free port from {FIRST_PORT} to {LAST_PORT}; set PORT.")
    return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


class Program(Daemon):
    patience = 30
    tries = 1

    def __init__(self, process: Process, folder: pathlib.Path, environment: Mapping[str, str]) -> None:
        super().__init__(folder / "processes" / process.name)
        self.row = process
        self.title = process.name
        self.working_folder = folders.ROOT
        self.environment = dict(environment)

    def command(self) -> list[str]:
        return [str(folders.VENV_BIN / self.row.command[0]), *self.row.command[1:]]

    def ready(self) -> bool:
        return not self.ended


class Web(Program):
    def __init__(self, folder: pathlib.Path, environment: Mapping[str, str], port: int) -> None:
        super().__init__(WEB, folder, {**environment, "GUNICORN_CMD_ARGS": f"--bind {HOST}:{port}"})
        self.port = port
        self.first_status = 0

    def ready(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=self.patience)
        try:
            connection.request("GET", "/")
            self.first_status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return True


def programs(folder: pathlib.Path, environment: Mapping[str, str], port: int) -> tuple[Web, list[Program]]:
    web = Web(folder, environment, port)
    return web, [web, *(Program(row, folder, environment) for row in TABLE if row is not WEB)]
