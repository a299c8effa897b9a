"""Redis away means an empty cache, never a broken page."""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = structlog.get_logger(__name__)


class ForgivingRedisCache(RedisCache):
    """Reads miss, writes are lost, both are logged."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = params.setdefault("OPTIONS", {})
        options.setdefault("socket_timeout", 1)
        options.setdefault("socket_connect_timeout", 0.5)
        options.setdefault("retry", Retry(NoBackoff(), 0))  # redis-py retries a dead server for seconds
        super().__init__(server, params)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        # "added" when Redis is away: a caller that uses add() to do a thing once does it once more rather than never
        return bool(_forgive(True, super().add, *args, **kwargs))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return _forgive(default, super().get, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        _forgive(None, super().set, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(_forgive(False, super().touch, *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(_forgive(False, super().delete, *args, **kwargs))

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return dict(_forgive({}, super().get_many, *args, **kwargs))

    def set_many(self, data: dict[Any, Any], *args: Any, **kwargs: Any) -> list[Any]:
        return list(_forgive(list(data), super().set_many, data, *args, **kwargs))

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        _forgive(None, super().delete_many, *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return bool(_forgive(False, super().has_key, *args, **kwargs))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(_forgive(delta, super().incr, key, delta, version))

    def clear(self) -> None:
        _forgive(None, super().clear)


def _forgive(otherwise: Any, call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    try:
        return call(*args, **kwargs)
    except RedisError as error:
        log.warning("cache_away", error=type(error).__name__)
        return otherwise
