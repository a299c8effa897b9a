"""Django and Celery look only into the index modules: whatever they do not import does not exist."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

_SCRIPT = Path(__file__).with_name("fresh.py")


def left_out(root: Path, slices: Iterable[str], *, settings: str, celery_app: str) -> list[str]:
    """What a fresh process does not know after setup although it stands in a slice."""
    environment = {"DATABASE_URL": "postgres:///nowhere", "DEBUG": "1", **os.environ}
    environment |= {"PYTHONPATH": str(root), "DJANGO_SETTINGS_MODULE": settings, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, str(_SCRIPT), celery_app, *slices],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
