"""Fernet with several keys, and an HMAC under another key for exact-match columns."""

import hashlib
import hmac
from collections.abc import Mapping
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

SHORTEST_WITH_TAIL = 8  # of a shorter value, four characters would give half of it away


class Unreadable(ValueError):
    """Stored text that no key opens: tampered with, or its key is gone. Says nothing about the content."""


def encrypt(value: str) -> str:
    return _fernet().encrypt(value.encode()).decode("ascii")


def decrypt(token: str) -> str:
    try:
        return _fernet().decrypt(token.encode()).decode()
    except InvalidToken:
        raise Unreadable("no key in FIELD_KEYS opens this value") from None


def rotate(token: str) -> str:
    """The same value under the first key; keeps the time of the first encryption."""
    try:
        return _fernet().rotate(token.encode()).decode("ascii")
    except InvalidToken:
        raise Unreadable("no key in FIELD_KEYS opens this value") from None


def is_current(token: str) -> bool:
    """Already under the first key: nothing to rotate."""
    try:
        Fernet(settings.FIELD_KEYS[0]).decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def digest(value: str) -> str:
    """For equality only. Normalise first: spaces and letter case make another digest."""
    return hmac.new(settings.FIELD_DIGEST_KEY.encode(), value.encode(), hashlib.sha256).hexdigest()


def seal(value: str) -> dict[str, str]:
    """The form in which a personal number lies inside JSON answers."""
    return {"enc": encrypt(value), "last4": value[-4:] if len(value) >= SHORTEST_WITH_TAIL else ""}


def unseal(sealed: Mapping[str, str]) -> str:
    return decrypt(sealed["enc"])


def _fernet() -> MultiFernet:
    return _ring(tuple(settings.FIELD_KEYS))


@lru_cache(maxsize=4)
def _ring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
