import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parent.parent
FIT = {
    "DATABASE_URL": "postgres://contoh:contoh@db/perizinan",
    "REDIS_URL": "redis://redis:6379/0",
    "SECRET_KEY": "s" * 50,
    "FIELD_KEYS": "aHVydWYtY29udG9oLWh1cnVmLWNvbnRvaC1odXJ1Zi0=",
    "FIELD_DIGEST_KEY": "d" * 50,
    "SITE_URL": "https://perizinan.contoh.test",
    "ALLOWED_HOSTS": "perizinan.contoh.test",
}


def load(**changed):
    """What a fresh process says when it loads the settings with this environment; empty when it starts."""
    environment = {"PATH": os.environ["PATH"], **FIT, **{k: v for k, v in changed.items() if v is not None}}
    for name in [name for name, value in changed.items() if value is None]:
        environment.pop(name)
    done = subprocess.run(
        [sys.executable, "-c", "import perizinan.settings"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stderr.strip().rpartition("\n")[2]


def test_a_fit_installation_starts():
    assert load() == ""


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"DEMO": "1"}, "DEMO must be off"),
        ({"SECRET_KEY": None}, "SECRET_KEY is the development key"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is the development key"),
        ({"FIELD_KEYS": None}, "FIELD_KEYS holds the development key"),
        ({"FIELD_DIGEST_KEY": None}, "FIELD_DIGEST_KEY is the development key"),
        ({"SITE_URL": "http://perizinan.contoh.test"}, "SITE_URL must be https"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS is empty"),
        ({"CLAMD_MODE": "demo"}, "CLAMD_MODE must be required"),
        ({"EMAIL_CHANNEL": "mailbox"}, "EMAIL_CHANNEL may not be the dev mailbox"),
        ({"PHONE_CHANNEL": "mailbox"}, "PHONE_CHANNEL may not be the dev mailbox"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_production_refuses(changed, complaint):
    assert complaint in load(**changed)


def test_production_names_everything_that_is_wrong_at_once():
    said = load(DEMO="1", SECRET_KEY=None, SITE_URL="http://contoh.test")
    assert [word for word in ("DEMO", "SECRET_KEY", "SITE_URL") if word not in said] == []


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"DATABASE_URL": None}, "Set the environment variable DATABASE_URL"),
        ({"DEBUG": "maybe"}, "DEBUG must be 1 or 0"),
        ({"FILES_MAX_BYTES": "10 MB"}, "FILES_MAX_BYTES must be a whole number"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_value_that_cannot_be_read_is_said(changed, complaint):
    assert complaint in load(**changed)


def test_a_secret_may_come_from_a_file(tmp_path):
    (tmp_path / "key").write_text("only-for-development-never-for-an-office\n")
    assert "SECRET_KEY" in load(SECRET_KEY_FILE=str(tmp_path / "key"))


def test_development_needs_no_secrets():
    assert load(DEBUG="1", SECRET_KEY=None, FIELD_KEYS=None, FIELD_DIGEST_KEY=None, SITE_URL=None) == ""
