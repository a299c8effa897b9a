"""The one list of Debian packages that the commands use. Standard library only: bootstrap.py reads it before .venv."""

import importlib.util
import os
import pathlib
import shutil
import subprocess
from collections.abc import Callable, Iterable
from typing import NamedTuple

SYSTEM_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin", "/usr/local/sbin"])


class Package(NamedTuple):
    name: str
    serves: str
    present: Callable[[], bool]


class NotInstalled(Exception):
    pass


def program(*names: str) -> str | None:
    return next((path for name in names if (path := shutil.which(name, path=SYSTEM_PATH))), None)


def has_file(*patterns: str, root: str = "/") -> bool:
    return any(True for pattern in patterns for _ in pathlib.Path(root).glob(pattern))


VENV = Package("python3-venv", "the folder .venv", lambda: importlib.util.find_spec("ensurepip") is not None)
CLAMD = Package("clamav-daemon", "virus checks of uploads", lambda: program("clamd") is not None)
GETTEXT = Package("gettext", "the English texts", lambda: program("msgfmt") is not None)
CHROMIUM = Package(
    "chromium",
    "tests in a browser",
    lambda: program("chromium", "chromium-browser", "google-chrome") is not None,
)
FONTS = Package("fonts-dejavu-core", "text in the browser", lambda: has_file("usr/share/fonts/**/*.[to]tf"))
POPPLER = Package("poppler-utils", "an independent look at PDFs and signatures", lambda: program("pdfsig") is not None)
LIBATOMIC = Package(
    "libatomic1",
    "Playwright's driver",
    lambda: has_file("usr/lib/*/libatomic.so.1", "lib/*/libatomic.so.1", "usr/lib64/libatomic.so.1"),
)

RUN = (VENV, CLAMD, GETTEXT)
TEST = (*RUN, CHROMIUM, LIBATOMIC, FONTS, POPPLER)


def missing(wanted: Iterable[Package]) -> list[Package]:
    return [package for package in wanted if not package.present()]


def apt_line(wanted: Iterable[Package]) -> str:
    sudo = "" if os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get install -y --no-install-recommends " + " ".join(package.name for package in wanted)


def can_install() -> bool:
    return os.geteuid() == 0 and program("apt-get") is not None


def install(wanted: Iterable[Package], log: pathlib.Path) -> None:
    """As root on Debian or Ubuntu; raises NotInstalled with the apt line and the end of apt's own words."""
    wanted = list(wanted)
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install_line = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *(p.name for p in wanted)]
    with log.open("w", encoding="utf-8") as out:
        for command in (["apt-get", "update", "-q"], install_line):
            code = subprocess.run(
                command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=environment, check=False
            ).returncode
    if code or missing(wanted):
        tail = log.read_text(encoding="utf-8", errors="replace")[-1500:]
        raise NotInstalled(f"{tail}\nThis failed: {apt_line(wanted)}")


def require(wanted: Iterable[Package], log: pathlib.Path) -> list[str]:
    """Installs what is missing as root; otherwise stops with one line to copy. Returns the names it installed."""
    absent = missing(wanted)
    if not absent:
        return []
    if not can_install():
        reasons = "\n".join(f"  {package.name:18} {package.serves}" for package in absent)
        raise NotInstalled(f"Missing on this machine:\n{reasons}\nInstall with:\n  {apt_line(absent)}")
    install(absent, log)
    return [package.name for package in absent]
