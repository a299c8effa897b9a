"""What must be true before the portal starts: schema, translations, static files, demo data. Unchanged: skipped."""

import hashlib
import os
import pathlib
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from perizinan.devstack import folders, packages
from perizinan.devstack.daemon import DidNotStart, die_with_parent
from perizinan.devstack.steps import step

APPS = ("perizinan", "applications", "reviews")
MIGRATIONS = (*(f"{app}/migrations/*.py" for app in APPS), "requirements.lock")  # allauth brings tables of its own
SEED_FILES = ("seed*.py", "demo*.py", "load*.py", "*.yaml", "*.yml", "*.csv", "*.json")
SEED_INPUTS = (*MIGRATIONS, *(f"{app}/**/{name}" for app in APPS for name in SEED_FILES))


class Task(NamedTuple):
    name: str
    label: str
    commands: tuple[str, ...]
    inputs: tuple[str, ...]


SCHEMA = Task("schema", "Database schema", ("migrate --noinput --verbosity 0",), MIGRATIONS)
STATIC = Task(
    "static", "Static files", ("collectstatic --noinput --verbosity 0",), ("static/**/*", "requirements.lock")
)
SEED = Task("seed", "Demo data", ("seed --demo", "seed --print-accounts"), SEED_INPUTS)


def fingerprint(patterns: Iterable[str], *extra: str, root: pathlib.Path = folders.ROOT) -> str:
    digest = hashlib.sha256("\0".join(extra).encode())
    for path in sorted({path for pattern in patterns for path in root.glob(pattern) if path.is_file()}):
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


class Preparation:
    def __init__(self, folder: pathlib.Path, environment: Mapping[str, str], database_identity: str) -> None:
        self.stamps = folder / "stamps"
        self.log = folder / "log" / "prepare.log"
        self.environment = dict(environment)
        self.identity = database_identity

    def all(self) -> None:
        translations()
        # with DEBUG static files are served from where they are written
        tasks = [SCHEMA, SEED] if self.environment.get("DEBUG") == "1" else [SCHEMA, STATIC, SEED]
        wanted = {task: fingerprint(task.inputs, self.identity) for task in tasks}
        stale = [task for task in tasks if self._stamp(task) != wanted[task]]
        for task in tasks:
            if task not in stale:
                with step(task.label) as shown:
                    shown.note = "unchanged"
        if stale:
            self._carry_out(stale)
        for task in stale:
            self._path(task).write_text(wanted[task], encoding="ascii")

    def accounts(self) -> str:
        said = self._said(SEED)
        return said.read_text(encoding="utf-8").rstrip() if said.exists() else ""

    def _carry_out(self, tasks: list[Task]) -> None:
        """All in one process (commands.py): loading Django costs more than most of the work."""
        self.stamps.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        words = [word for task in tasks for word in (task.label, str(self._said(task)), "\n".join(task.commands))]
        with self.log.open("wb") as log:
            code = subprocess.run(
                [sys.executable, "-m", "perizinan.devstack.commands", *words],
                cwd=folders.ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stderr=log,
                check=False,
                preexec_fn=die_with_parent(signal.SIGTERM),
            ).returncode
        if code:
            raise DidNotStart(self.log.read_text(encoding="utf-8", errors="replace")[-3000:])

    def _path(self, task: Task) -> pathlib.Path:
        return self.stamps / task.name

    def _said(self, task: Task) -> pathlib.Path:
        return self.stamps / f"{task.name}.said"

    def _stamp(self, task: Task) -> str:
        path = self._path(task)
        return path.read_text(encoding="ascii") if path.exists() else ""


def translations(root: pathlib.Path = folders.ROOT) -> None:
    """Straight through msgfmt: Django's compilemessages would cost a second each time to find nothing to do."""
    catalogues = sorted(root.glob("*/locale/*/LC_MESSAGES/*.po"))
    stale = [path for path in catalogues if _is_newer(path, path.with_suffix(".mo"))]
    if not stale:
        return
    with step("Translations") as shown:
        msgfmt = packages.program("msgfmt")
        if msgfmt is None:
            shown.note = f"Indonesian only; for English: {packages.apt_line([packages.GETTEXT])}"
            return
        for path in stale:
            target = path.with_suffix(".mo")
            fresh = target.with_suffix(f".{os.getpid()}")
            subprocess.run([msgfmt, "--check-format", "-o", str(fresh), str(path)], check=True)
            fresh.replace(target)


def _is_newer(source: pathlib.Path, product: pathlib.Path) -> bool:
    return not product.exists() or source.stat().st_mtime > product.stat().st_mtime
