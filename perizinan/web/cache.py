"""Redis away means an empty cache, never a broken page; what only the cache knows is then counted by each process."""

import time
from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = structlog.get_logger(__name__)

AWAY_SECONDS = 5  # how long a process believes that Redis is away before it asks again
# How often somebody asked (web.ratelimit, allauth), which one-time code was used: no row would tell. All else is a
# copy of rows, which another process could not take out of this one's memory when they change.
COUNTED = ("rate:", "allauth")
_KEPT = {"MAX_ENTRIES": 50_000}
_away_until: dict[str, float] = {}  # by server; one for all threads of a process


class ForgivingRedisCache(RedisCache):
    """While Redis is away reads miss and writes are lost, but for COUNTED, which this process keeps for itself."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = params.setdefault("OPTIONS", {})
        options.setdefault("socket_timeout", 1)
        options.setdefault("socket_connect_timeout", 0.5)
        options.setdefault("retry", Retry(NoBackoff(), 0))  # redis-py retries a dead server for seconds
        super().__init__(server, params)
        self.server = server
        self.memory = _Memory(f"away:{server}", {"OPTIONS": _KEPT})

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        # "added" when Redis is away: a caller that uses add() to do a thing once does it once more rather than never
        return bool(self._forgive(True, super().add, key, value, timeout, version))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._forgive(default, super().get, key, default, version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._forgive(None, super().set, key, value, timeout, version)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._forgive(False, super().touch, key, timeout, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._forgive(False, super().delete, key, version))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return bool(self._forgive(False, super().has_key, key, version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._forgive(delta, super().incr, key, delta, version))

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        return dict(self._ask({}, super().get_many, keys, version))

    def set_many(self, data: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[Any]:
        return list(self._ask(list(data), super().set_many, data, timeout, version))

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        self._ask(None, super().delete_many, keys, version)

    def clear(self) -> None:
        self.memory.clear()
        self._ask(None, super().clear)

    def _forgive(self, otherwise: Any, call: Callable[..., Any], key: Any, *args: Any) -> Any:
        if str(key).startswith(COUNTED):
            return self._ask(getattr(self.memory, call.__name__), call, key, *args)
        return self._ask(otherwise, call, key, *args)

    def _ask(self, otherwise: Any, call: Callable[..., Any], *args: Any) -> Any:
        """Redis, or `otherwise` (a function: what it says to the same question); a dead one is not asked each time."""
        if time.monotonic() >= _away_until.get(self.server, 0):
            try:
                return call(*args)
            except RedisError as error:
                _away_until[self.server] = time.monotonic() + AWAY_SECONDS
                log.warning("cache_away", error=type(error).__name__, seconds=AWAY_SECONDS)
        return otherwise(*args) if callable(otherwise) else otherwise


class _Memory(LocMemCache):
    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        self.add(key, 0, version=version)  # Redis went away between the caller's add() and this
        return super().incr(key, delta, version)
