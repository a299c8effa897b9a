from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpResponse

from perizinan.accounts.decorators import rationed
from perizinan.web import ratelimit
from perizinan.web.ratelimit import allowed

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
AWAY = {"BACKEND": "perizinan.web.cache.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}


@pytest.fixture(params=["there", "away"])
def counted(request, settings):
    """The same limits with a cache and with a Redis that nobody answers at."""
    if request.param == "away":
        settings.CACHES = {"default": AWAY}
    caches["default"].clear()
    yield
    caches["default"].clear()


def answers(request, times, now=NOW):
    return [allowed(request, "uji", per_minute=3, now=now) for _ in range(times)]


def test_the_limit_holds(counted, rf):
    assert answers(rf.get("/"), 5) == [True] * 3 + [False] * 2


def test_another_address_and_the_next_minute_count_for_themselves(counted, rf):
    answers(rf.get("/"), 5)
    assert answers(rf.get("/", REMOTE_ADDR="192.0.2.7"), 1) == [True]
    assert answers(rf.get("/"), 1, NOW + timedelta(minutes=1)) == [True]


def test_limits_of_signing_in_hold(counted, rf):
    """allauth's own counting: lists of times and a lock, through the same cache."""
    view = rationed("login")(lambda _request: HttpResponse("boleh"))
    seen = []
    for _ in range(32):
        request = rf.post("/", {})
        request.user = AnonymousUser()
        seen.append(view(request).status_code)
    assert seen == [200] * 30 + [429] * 2


def test_a_cache_that_came_back_between_two_lines_counts_from_one(rf, monkeypatch):
    class Forgetful(LocMemCache):
        def add(self, *_args, **_kwargs):
            return True

    monkeypatch.setattr(ratelimit, "cache", Forgetful("pelupa", {}))
    assert answers(rf.get("/"), 5) == [True] * 3 + [False] * 2
