"""One background program of the launcher: started, waited for, restarted after a crash, never left behind."""

import contextlib
import ctypes
import os
import pathlib
import signal
import subprocess
import time
from collections.abc import Callable
from typing import IO, ClassVar

from perizinan.devstack import folders

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


class DidNotStart(Exception):
    pass


def die_with_parent(number: int) -> Callable[[], None]:
    """For preexec_fn. Linux sends the signal when the thread that forked ends: start daemons from the main thread."""
    parent = os.getpid()

    def ask_the_kernel() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:  # it ended between fork and prctl
            os._exit(1)

    return ask_the_kernel


class Daemon:
    """A living launcher owns a daemon by a lock on its folder; a second one uses what the first has started."""

    title: str
    stop_signal: ClassVar[int] = signal.SIGTERM
    tries: ClassVar[int] = 8
    patience: float = 30

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.process: subprocess.Popen[bytes] | None = None
        self.user: str | None = None
        self.environment: dict[str, str] | None = None
        self.working_folder = pathlib.Path("/")
        self._owner: IO[str] | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def ready(self) -> bool:
        raise NotImplementedError

    def prepare(self) -> None:
        """What must exist before the first start."""

    def start(self) -> None:
        self.launch()
        self.wait()

    def launch(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._owner = folders.take(self.folder / "owner")
        if self._owner:
            self._end_orphan()
            self.prepare()
            self._spawn()

    @property
    def owned(self) -> bool:
        return self._owner is not None

    def wait(self) -> None:
        deadline, spawned = time.monotonic() + self.patience, 1
        while not self.ready():
            if self.ended:
                # after kill -9 the old server can look alive to the new one for a second or two
                if spawned >= self.tries:
                    raise DidNotStart(self._complaint())
                time.sleep(0.4)
                self._spawn()
                spawned += 1
            if time.monotonic() > deadline:
                raise DidNotStart(self._complaint())
            time.sleep(0.02)

    @property
    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def restart(self) -> None:
        if self.process:
            _end_group(self.process.pid)
        self._spawn()

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)

    def stop(self) -> None:
        if self.process:
            end(self.process.pid, self.stop_signal)
            self.process.wait()
            _end_group(self.process.pid)
            self.process = None
            self._pid_file.unlink(missing_ok=True)
        if self._owner:
            self._owner.close()
            self._owner = None

    @property
    def _pid_file(self) -> pathlib.Path:
        return self.folder / "pid"

    def _spawn(self) -> None:
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd=self.working_folder,
                env=self.environment,
                user=self.user,
                start_new_session=True,
                preexec_fn=die_with_parent(self.stop_signal),
            )
        self._pid_file.write_text(f"{self.process.pid} {_born(self.process.pid)}", encoding="ascii")

    def _end_orphan(self) -> None:
        """Its launcher was killed: it has been told to end, but two servers on one folder are worse than a wait."""
        with contextlib.suppress(OSError, ValueError):
            pid, born = self._pid_file.read_text(encoding="ascii").split()
            if _born(int(pid)) == born:
                end(int(pid), self.stop_signal)
                _end_group(int(pid))

    def _complaint(self) -> str:
        tail = self.log.read_text(encoding="utf-8", errors="replace")[-2000:] if self.log.exists() else ""
        return f"{self.title} did not start. The end of {self.log}:\n{tail}"


def end(pid: int, number: int, patience: float = 10) -> None:
    """Asks, waits, then kills."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
    deadline = time.monotonic() + patience
    while alive(pid):
        if time.monotonic() > deadline:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            return
        time.sleep(0.02)


def _end_group(pid: int) -> None:
    """Children that outlived their parent; each daemon leads a group of its own."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def alive(pid: int) -> bool:
    state = _stat(pid)
    return bool(state) and state[0] != "Z"


def _born(pid: int) -> str:
    state = _stat(pid)
    return state[19] if state else ""


def _stat(pid: int) -> list[str]:
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return []
