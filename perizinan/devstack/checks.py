"""`make test` and `make check`."""

import signal
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from perizinan.devstack import folders, launcher, packages
from perizinan.devstack.daemon import die_with_parent
from perizinan.devstack.steps import WIDTH, step

NO_TESTS = 5  # pytest's exit code when it collected none


class Check(NamedTuple):
    label: str
    command: tuple[str, ...]
    fine: tuple[int, ...] = (0,)


class Outcome(NamedTuple):
    fine: bool
    seconds: float
    note: str
    output: str


MAP = "tests/test_architecture.py"
CHECKS = (  # two at a time, so the longest first
    Check("unit tests", ("pytest", "-q", "-m", "unit", "tests", "--ignore", MAP), (0, NO_TESTS)),
    Check("mypy", ("mypy",)),
    Check("architecture", ("pytest", "-q", MAP)),
    Check("migrations", ("python", "manage.py", "makemigrations", "--check", "--dry-run")),
    Check("djlint", ("djlint", "--lint", "--quiet", "templates")),
    Check("ruff format", ("ruff", "format", "--check", ".")),
    Check("ruff", ("ruff", "check", ".")),
)


APART = "browser or launcher"  # tests/conftest.py says why these have a process of their own


def test(arguments: Sequence[str]) -> int:
    """The whole suite but the trials, with real services; two runs in one folder wait for each other."""
    require_packages()
    with folders.turn(folders.LOCAL / "test" / "turn.lock"):
        if arguments:
            chosen = arguments if "-m" in arguments else ["-m", "not trial", *arguments]
            return launcher.execute(["pytest", *chosen], tests=True)
        with launcher.signals(), launcher.served(folders.LOCAL / "test", durable=False) as environment:
            return _both_halves(environment)


def _both_halves(environment: dict[str, str]) -> int:
    """Two processes on two cores. The first half is shown while it runs, the other when both have ended."""
    log = folders.LOCAL / "test" / "apart.log"
    with log.open("w") as output:
        apart = _pytest(
            f"({APART}) and not trial",
            environment | {"TEST_DATABASE": "test_apart"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            first = _pytest(f"not ({APART}) and not trial", environment).wait()
            print("\n  the browser journeys and the launcher's tests, beside these:\n", flush=True)
            second = apart.wait()
        finally:
            apart.terminate()
            apart.wait()
    print(log.read_text(), flush=True)
    return first or second


def _pytest(marks: str, environment: dict[str, str], **to: Any) -> "subprocess.Popen[bytes]":
    command = ["pytest", "-q", "-m", marks, "tests"]
    return subprocess.Popen(
        command, env=environment, cwd=folders.ROOT, preexec_fn=die_with_parent(signal.SIGTERM), **to
    )


def check() -> int:
    begin, failed = time.monotonic(), []
    with launcher.served(folders.LOCAL / "test", durable=False) as environment, ThreadPoolExecutor(2) as pool:
        for one, outcome in zip(CHECKS, pool.map(lambda one: _run(one, environment), CHECKS), strict=True):
            print(f"  {one.label:<{WIDTH}} {outcome.seconds:5.1f} s  {outcome.note if outcome.fine else 'FAILED'}")
            if not outcome.fine:
                failed.append(one.label)
                print(outcome.output[-6000:], flush=True)
    verdict = f"failed: {', '.join(failed)}" if failed else "all checks passed"
    print(f"\n  {verdict} in {time.monotonic() - begin:.0f} s", flush=True)
    return 1 if failed else 0


def require_packages() -> None:
    if packages.missing(packages.TEST):
        with step("Debian packages") as shown:
            shown.note = " ".join(packages.require(packages.TEST, launcher.APT_LOG))


def _run(one: Check, environment: dict[str, str]) -> Outcome:
    begin = time.monotonic()
    done = subprocess.run(one.command, env=environment, cwd=folders.ROOT, capture_output=True, text=True, check=False)
    note = (done.stdout.strip().splitlines() or [""])[-1][:90]
    output = (done.stdout + done.stderr).strip()
    return Outcome(done.returncode in one.fine, time.monotonic() - begin, note, output)
