"""The environment of a local portal: what the caller has set wins, the rest is for one person on one machine."""

import base64
import os
import pathlib
import secrets
from collections.abc import Mapping

NAMES = ("SECRET_KEY", "FIELD_KEYS", "FIELD_DIGEST_KEY")


def environment(folder: pathlib.Path, given: Mapping[str, str], programs: pathlib.Path) -> dict[str, str]:
    path = os.pathsep.join([str(programs), given.get("PATH", os.defpath)])
    fixed = {"LOCAL_DIR": str(folder), "PATH": path, "PYTHONUNBUFFERED": "1"}
    return {**variables(folder), **given, **fixed}


def variables(folder: pathlib.Path) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "perizinan.settings",
        "DEBUG": "1",
        "DEMO": "1",
        **_secrets(folder / "secrets.env"),
    }


def _secrets(path: pathlib.Path) -> dict[str, str]:
    """Made once per clone, so that what they encrypt can be read tomorrow; readable by this user only."""
    known = _read(path) if path.exists() else {}
    if fresh := {name: _new(name) for name in NAMES if name not in known}:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", encoding="ascii") as out:
            out.writelines(f"{name}={value}\n" for name, value in fresh.items())
    return known | fresh


def _read(path: pathlib.Path) -> dict[str, str]:
    pairs = (line.partition("=") for line in path.read_text(encoding="ascii").splitlines())
    return {name: value for name, _, value in pairs if name in NAMES and value}


def _new(name: str) -> str:
    if name == "FIELD_KEYS":  # Fernet wants exactly 32 bytes in this alphabet
        return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    return secrets.token_urlsafe(48)
