"""What must be true before the portal starts: schema, translations, static files, demo data. Unchanged: skipped."""

import hashlib
import os
import pathlib
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping

from perizinan.devstack import folders, packages
from perizinan.devstack.daemon import DidNotStart, die_with_parent
from perizinan.devstack.steps import step

APPS = ("perizinan", "applications", "reviews")
MIGRATIONS = [f"{app}/migrations/*.py" for app in APPS] + ["requirements.lock"]  # allauth brings tables of its own
SEED_INPUTS = [
    f"{app}/**/{name}"
    for app in APPS
    for name in ("seed*.py", "demo*.py", "load*.py", "*.yaml", "*.yml", "*.csv", "*.json")
]


def fingerprint(patterns: Iterable[str], *extra: str, root: pathlib.Path = folders.ROOT) -> str:
    digest = hashlib.sha256("\0".join(extra).encode())
    for path in sorted({path for pattern in patterns for path in root.glob(pattern)}):
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


class Preparation:
    def __init__(self, folder: pathlib.Path, environment: Mapping[str, str], database_identity: str) -> None:
        self.stamps = folder / "stamps"
        self.environment = dict(environment)
        self.identity = database_identity

    def all(self) -> None:
        self.schema()
        translations()
        self.static_files()
        self.demo_data()

    def schema(self) -> None:
        wanted = fingerprint(MIGRATIONS, self.identity)
        with step("Database schema") as shown:
            if self._is("schema", wanted):
                shown.note = "unchanged"
                return
            self.manage("migrate", "--noinput", "--verbosity", "0")
            self._keep("schema", wanted)

    def static_files(self) -> None:
        if self.environment.get("DEBUG") == "1":
            return  # served from their folders
        with step("Static files"):
            self.manage("collectstatic", "--noinput", "--verbosity", "0")

    def demo_data(self) -> None:
        wanted = fingerprint([*MIGRATIONS, *SEED_INPUTS], self.identity)
        with step("Demo data") as shown:
            if self._is("seed", wanted) and self._accounts.exists():
                shown.note = "unchanged"
                return
            self.manage("seed", "--demo")
            self._keep("accounts.txt", self.manage("seed", "--print-accounts"))
            self._keep("seed", wanted)

    def accounts(self) -> str:
        return self._accounts.read_text(encoding="utf-8").rstrip() if self._accounts.exists() else ""

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=folders.ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
        if done.returncode:
            raise DidNotStart(f"manage.py {' '.join(arguments)} failed:\n{(done.stdout + done.stderr)[-3000:]}")
        return done.stdout

    @property
    def _accounts(self) -> pathlib.Path:
        return self.stamps / "accounts.txt"

    def _is(self, name: str, wanted: str) -> bool:
        path = self.stamps / name
        return path.exists() and path.read_text(encoding="utf-8") == wanted

    def _keep(self, name: str, value: str) -> None:
        self.stamps.mkdir(parents=True, exist_ok=True)
        (self.stamps / name).write_text(value, encoding="utf-8")


def translations(root: pathlib.Path = folders.ROOT) -> None:
    """Straight through msgfmt: Django's compilemessages would cost a second each time to find nothing to do."""
    stale = [
        path for path in sorted(root.glob("*/locale/*/LC_MESSAGES/*.po")) if _is_newer(path, path.with_suffix(".mo"))
    ]
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
