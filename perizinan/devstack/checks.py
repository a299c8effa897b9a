"""`make test` and `make check`."""

import contextlib
import pathlib
import signal
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

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


@dataclass(frozen=True)
class Part:
    """Of the suite, in a process and a database of its own."""

    name: str
    marks: str
    paths: tuple[str, ...] = ("tests",)

    @property
    def database(self) -> str:
        return f"test_{self.name}"


# tests/conftest.py says why those marked browser or launcher stand alone. Four on two cores, since a browser mostly
# waits.
APART = "browser or launcher"
PARTS = (
    Part("journeys", f"({APART}) and not trial", ("tests/journeys",)),
    Part("scripts", f"({APART}) and not trial", ("tests", "--ignore=tests/journeys")),
    Part("cases", f"not ({APART}) and not trial", ("tests/applications", "tests/reviews")),
    Part("others", f"not ({APART}) and not trial", ("tests", "--ignore=tests/applications", "--ignore=tests/reviews")),
)


def test(arguments: Sequence[str]) -> int:
    """The whole suite but the trials, with real services; two runs in one folder wait for each other."""
    require_packages()
    with folders.turn(folders.LOCAL / "test" / "turn.lock"):
        if arguments:
            chosen = arguments if "-m" in arguments else ["-m", "not trial", *arguments]
            return launcher.execute(["pytest", *chosen], tests=True)
        with launcher.signals(), launcher.served(folders.LOCAL / "test", durable=False) as environment:
            return _all_parts(environment)


def _all_parts(environment: dict[str, str]) -> int:
    """At the same time. The last part is shown while it runs, the others once they have ended."""
    running: list[tuple[Part, subprocess.Popen[bytes]]] = []
    try:
        for part in PARTS:
            running.append((part, _pytest(part, environment, shown=part is PARTS[-1])))
        results = [running[-1][1].wait()]
        for part, process in running[:-1]:
            results.append(process.wait())
            print(f"\n  {part.name}, beside these:\n\n{_log(part).read_text()}", flush=True)
    finally:
        for _part, process in running:
            process.terminate()
            process.wait()
    return max(results, key=abs)


def _pytest(part: Part, environment: dict[str, str], *, shown: bool) -> "subprocess.Popen[bytes]":
    with contextlib.ExitStack() as stack:
        output = None if shown else stack.enter_context(_log(part).open("w"))
        return subprocess.Popen(
            ["pytest", "-q", "-m", part.marks, *part.paths],
            env=environment | {"TEST_DATABASE": part.database},
            cwd=folders.ROOT,
            preexec_fn=die_with_parent(signal.SIGTERM),
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
        )


def _log(part: Part) -> pathlib.Path:
    return folders.LOCAL / "test" / f"{part.name}.log"


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
