"""First stage, run by the system's Python: `python3 perizinan/devstack/bootstrap.py run`.

Makes .venv, installs the locked requirements when their hash is new, and becomes `python -m perizinan.devstack`.
Standard library only, and no import of the package: nothing is installed yet.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pathlib
import runpy
import shutil
import subprocess
import sys
from types import SimpleNamespace

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
VENV = ROOT / ".venv"
LOCAL = ROOT / ".local"
LOCK, UV_LOCK = ROOT / "requirements-dev.lock", ROOT / "requirements-bootstrap.lock"
STAMP = VENV / ".lock-stamp"
OLDEST = (3, 11)


def main() -> None:
    if sys.version_info < OLDEST:
        _become_newer_python()
    packages, steps = _sibling("packages"), _sibling("steps")
    steps.start_clock()
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "bootstrap.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            _prepare(packages, steps)
        except packages.NotInstalled as refusal:
            sys.exit(str(refusal))
    python = str(VENV / "bin" / "python")
    os.chdir(ROOT)
    os.execv(python, [python, "-m", "perizinan.devstack", *sys.argv[1:]])  # noqa: S606


def _become_newer_python() -> None:
    for name in ("python3.13", "python3.12", "python3.11"):
        if found := shutil.which(name):
            os.execv(found, [found, *sys.argv])  # noqa: S606
    sys.exit("Python 3.11 or newer is needed; on Debian 12 or Ubuntu 24.04 it is `apt-get install python3`.")


def _sibling(name: str) -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(HERE / f"{name}.py"), run_name=name))


def _prepare(packages: SimpleNamespace, steps: SimpleNamespace) -> None:
    if not _works(VENV):
        wanted = packages.TEST if sys.argv[1:2] in (["test"], ["check"]) else packages.RUN
        if packages.missing([packages.VENV]) and not packages.can_install():
            packages.require(wanted, LOCAL / "log" / "apt.log")
        if packages.missing([packages.VENV]):
            with steps.step("Debian packages"):
                packages.require(wanted, LOCAL / "log" / "apt.log")
        with steps.step("Python environment .venv"):
            _run(sys.executable, "-m", "venv", "--clear", str(VENV))
    if not STAMP.exists() or STAMP.read_text() != _wanted_stamp():
        with steps.step("Python packages") as step:
            step.note = _install()
        STAMP.write_text(_wanted_stamp())


def _works(venv: pathlib.Path) -> bool:
    python = venv / "bin" / "python"
    return python.exists() and subprocess.run([python, "-m", "pip", "-V"], capture_output=True).returncode == 0


def _wanted_stamp() -> str:
    digest = hashlib.sha256(LOCK.read_bytes() + UV_LOCK.read_bytes()).hexdigest()
    return f"{digest} {VENV} {os.path.realpath(VENV / 'bin' / 'python')}"


def _install() -> str:
    """With uv where it has a wheel for this machine, else with pip: the same hashes either way."""
    python = str(VENV / "bin" / "python")
    pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
    uv = str(VENV / "bin" / "uv")
    if _quietly(*pip, "--only-binary", ":all:", "-r", str(UV_LOCK)).returncode == 0:
        command = [uv, "pip", "install", "-q", "--python", python, "--require-hashes", "-r", str(LOCK)]
        for certificates in ("1", "0"):  # the system's, as pip has them; a bare system has none, so then uv's own
            if _quietly(*command, UV_SYSTEM_CERTS=certificates).returncode == 0:
                return "with uv"
    _run(*pip, "-r", str(LOCK))
    return "with pip"


def _run(*command: str) -> None:
    done = _quietly(*command)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{(done.stdout + done.stderr)[-3000:]}")


def _quietly(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables}
    return subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT, check=False)


if __name__ == "__main__":
    main()
