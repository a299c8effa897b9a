"""`make run` and everything that needs its services: who starts, who watches, who ends."""

import contextlib
import os
import pathlib
import signal
import subprocess
import time
from collections import deque
from collections.abc import Iterator, Sequence
from types import FrameType

from perizinan.devstack import folders, local_env, packages, portal
from perizinan.devstack.daemon import Daemon, DidNotStart, die_with_parent
from perizinan.devstack.prepare import Preparation, translations
from perizinan.devstack.servers import Servers
from perizinan.devstack.steps import since_start, step

APT_LOG = folders.LOCAL / "log" / "apt.log"
RESTARTS, WITHIN = 5, 60.0  # more often than this and something is wrong that a restart does not mend


class Ended(BaseException):
    """SIGTERM or a closed terminal, as an exception: every `finally` runs."""


def run() -> int:
    """Serves until Ctrl-C."""
    held = folders.take(folders.LOCAL / "run.lock")
    if held is None:
        print(f"Already running in this folder: {_address_file().read_text() if _address_file().exists() else ''}")
        return 1
    with held, signals():
        _packages_for_run()
        folder = folders.LOCAL
        port = portal.free_port(os.environ.get("PORT"))
        address = f"http://{portal.HOST}:{port}/"
        environment = _environment(folder) | {"SITE_URL": os.environ.get("SITE_URL", address.rstrip("/"))}
        servers = Servers(folder, os.environ)
        daemons: list[Daemon] = []
        try:
            environment |= servers.start()
            preparation = Preparation(folder, environment, servers.database_identity)
            preparation.all()
            web, programs = portal.programs(folder, environment, port)
            daemons += programs
            with step("Web"):
                web.start()
            with step("Worker, beat"):  # loading in the background while the address is read
                for program in programs[1:]:
                    program.start()
            _address_file().write_text(address)
            _greet(address, preparation.accounts(), web.first_status)
            _watch([*servers.running, *daemons])
        except (KeyboardInterrupt, Ended):
            print("\nStopping ...", flush=True)
        finally:
            _stop(daemons, servers)
    return 0


def execute(command: Sequence[str], *, tests: bool = False) -> int:
    """Runs one command with the services up; joins those of a running launcher."""
    folder = folders.LOCAL / "test" if tests else folders.LOCAL
    with signals(), served(folder, durable=not tests) as environment:
        return call(command, environment)


@contextlib.contextmanager
def served(folder: pathlib.Path, *, durable: bool) -> Iterator[dict[str, str]]:
    servers = Servers(folder, os.environ, durable=durable)
    try:
        environment = _environment(folder) | servers.start()
        translations()
        yield environment
    finally:
        _stop([], servers)


def call(command: Sequence[str], environment: dict[str, str]) -> int:
    """In the foreground: Ctrl-C reaches the command too, and what it says about it counts."""
    child = subprocess.Popen(list(command), env=environment, preexec_fn=die_with_parent(signal.SIGTERM))
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue
        except Ended:
            child.terminate()


def _environment(folder: pathlib.Path) -> dict[str, str]:
    return local_env.environment(folder, os.environ, folders.VENV_BIN)


def _packages_for_run() -> None:
    """What is missing is installed by root; anybody else goes on without it and reads how to get it."""
    absent = packages.missing(packages.RUN)
    if not absent or not packages.can_install():
        return
    with step("Debian packages") as shown:
        try:
            packages.install(absent, APT_LOG)
            shown.note = " ".join(package.name for package in absent)
        except packages.NotInstalled:
            shown.note = f"not installed, see {APT_LOG}"


def _greet(address: str, accounts: str, first_status: int) -> None:
    if first_status >= 500:
        print(f"\n  The home page answers {first_status}: see {folders.LOCAL / 'processes' / 'web' / 'log'}")
    print(f"\n  {address}   ready after {since_start():.1f} s\n")
    if accounts:
        print(f"{accounts}\n")
    print(f"  Logs: {folders.LOCAL / 'processes'}   Ctrl-C ends everything.", flush=True)


def _watch(daemons: list[Daemon]) -> None:
    recent: dict[str, deque[float]] = {daemon.title: deque(maxlen=RESTARTS) for daemon in daemons}
    while True:
        time.sleep(0.3)
        for daemon in daemons:
            if not daemon.ended or daemon.process is None:
                continue
            print(f"  {daemon.title} ended ({daemon.process.returncode}); starting it again", flush=True)
            times = recent[daemon.title]
            if len(times) == RESTARTS and time.monotonic() - times[0] < WITHIN:
                raise DidNotStart(f"{daemon.title} keeps ending; see {daemon.log}")
            times.append(time.monotonic())
            daemon.restart()


def _stop(daemons: list[Daemon], servers: Servers) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave half of them behind
    for daemon in daemons:
        daemon.ask_to_stop()
    for daemon in daemons:
        daemon.stop()
    servers.stop()


def _address_file() -> pathlib.Path:
    return folders.LOCAL / "address"


@contextlib.contextmanager
def signals() -> Iterator[None]:
    def end(_number: int, _frame: FrameType | None) -> None:
        raise Ended

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    before[signal.SIGINT] = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
