"""Where things of this clone live, and locks between the launchers that use them."""

import contextlib
import fcntl
import hashlib
import os
import pathlib
import socket
import tempfile
from collections.abc import Iterator
from typing import IO

ROOT = pathlib.Path(__file__).resolve().parents[2]
LOCAL = pathlib.Path(os.environ.get("LOCAL_DIR") or ROOT / ".local").absolute()
VENV_BIN = ROOT / ".venv" / "bin"
SOCKET_LIMIT = 100  # the kernel takes 107 bytes; leave room for what a server appends


def tag(path: pathlib.Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def socket_folder(folder: pathlib.Path, longest_name: str) -> pathlib.Path:
    """The folder itself, or a short private one under /tmp when a socket's path would be too long for the kernel."""
    if len(os.fsencode(folder / longest_name)) <= SOCKET_LIMIT:
        return folder
    return private_folder(pathlib.Path(tempfile.gettempdir(), f"perizinan-{os.geteuid()}-{tag(folder)}"))


def private_folder(path: pathlib.Path, owner: int | None = None) -> pathlib.Path:
    """Made with mode 0700; refuses one that somebody else put there (it stands in a folder all may write to)."""
    owner = os.geteuid() if owner is None else owner
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
        os.chown(path, owner, -1)
    if path.is_symlink() or path.stat().st_uid != owner:
        raise PermissionError(f"{path} belongs to somebody else; remove it first")
    return path


def ask(path: pathlib.Path, words: bytes) -> bytes:
    """What a server on a unix socket answers to a short question; nothing when none is there."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        try:
            connection.connect(str(path))
            connection.sendall(words)
            return connection.recv(4096)
        except OSError:
            return b""


def take(path: pathlib.Path) -> IO[str] | None:
    """A lock that ends with this process whatever ends it; None while another living process has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        return None
    return handle


@contextlib.contextmanager
def turn(path: pathlib.Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
