"""Readers of environment variables that fail loudly.

Each variable NAME may instead be given as NAME_FILE, the path of a file that holds the value
(the way container platforms hand over secrets).
"""

import os
import pathlib

from django.core.exceptions import ImproperlyConfigured

_UNSET = object()


def text(name: str, default: str | object = _UNSET) -> str:
    if path := os.environ.get(f"{name}_FILE"):
        return pathlib.Path(path).read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if not isinstance(value, str):
        raise ImproperlyConfigured(f"Set the environment variable {name} (or {name}_FILE).")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"", "0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def names(name: str, default: str | object = _UNSET) -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]
