import socket
import threading
import time

import pytest

from perizinan.web import cache as web_cache
from perizinan.web.cache import ForgivingRedisCache

pytestmark = pytest.mark.unit
CLOSED = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def forget(monkeypatch):
    """Each test begins believing in Redis, with nothing counted."""
    monkeypatch.setattr(web_cache, "_away_until", {})
    ForgivingRedisCache(CLOSED, {}).memory.clear()


@pytest.fixture
def counting_server():
    """Takes connections, counts them and answers nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        taken = []

        def accept():
            while True:
                try:
                    taken.append(listening.accept())
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield f"redis://127.0.0.1:{listening.getsockname()[1]}/0", taken
        for connection, _address in taken:
            connection.close()


def test_redis_away_is_an_empty_cache():
    cache = ForgivingRedisCache(CLOSED, {})
    cache.set("kunci", 1)
    assert cache.get("kunci", "tidak ada") == "tidak ada"
    assert cache.get_or_set("kunci", 2) == 2
    assert cache.add("kunci", 1) is True
    assert cache.add("kunci", 1) is True
    assert cache.get_many(["kunci"]) == {}
    assert cache.set_many({"kunci": 1}) == ["kunci"]
    assert cache.delete("kunci") is False
    assert not cache.has_key("kunci")
    assert cache.incr("kunci") == 1
    assert cache.incr("kunci") == 1
    cache.clear()


@pytest.mark.parametrize("key", ["rate:lacak:a:1", "allauth:rl:account:login:5/m/ip:a", "allauth.mfa.totp.used?user=1"])
def test_what_only_the_cache_knows_is_counted_while_redis_is_away(key):
    one, other = ForgivingRedisCache(CLOSED, {}), ForgivingRedisCache(CLOSED, {})  # as two threads have them
    assert one.add(key, 0, timeout=60) is True
    assert other.add(key, 0, timeout=60) is False
    assert [one.incr(key), other.incr(key), one.get(key)] == [1, 2, 2]
    assert other.delete(key) is True
    assert one.get(key, "lupa") == "lupa"
    assert one.incr(key) == 1  # Redis went between add() and incr()


def test_a_count_ends_with_its_time():
    cache = ForgivingRedisCache(CLOSED, {})
    cache.add("rate:x", 5, timeout=0.01)
    time.sleep(0.02)
    assert cache.add("rate:x", 0, timeout=60) is True


def test_a_dead_redis_is_not_waited_for_on_each_request(counting_server):
    address, taken = counting_server
    cache = ForgivingRedisCache(address, {"OPTIONS": {"socket_timeout": 0.1}})
    begin = time.monotonic()
    for _ in range(50):
        cache.get("kunci")
        cache.incr("rate:kunci")
    assert time.monotonic() - begin < 0.5
    assert len(taken) == 1


def test_redis_is_asked_again_after_a_while(counting_server, monkeypatch):
    address, taken = counting_server
    cache = ForgivingRedisCache(address, {"OPTIONS": {"socket_timeout": 0.1}})
    cache.get("kunci")
    now = time.monotonic()
    monkeypatch.setattr(web_cache.time, "monotonic", lambda: now + web_cache.AWAY_SECONDS + 1)
    cache.get("kunci")
    assert len(taken) == 2
