from datetime import timedelta

import pytest
from django.utils import timezone

from perizinan import status
from perizinan.files import health as files
from tests import make

pytestmark = pytest.mark.django_db
ALIVE, READY, METRICS = "/sehat/", "/sehat/siap/", "/metrics"
OUTSIDE = {"REMOTE_ADDR": "203.0.113.7"}
THROUGH_PROXY = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}


@pytest.fixture(autouse=True)
def _parts(settings, monkeypatch):
    settings.CLAMD_MODE = "required"
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(status, "redis_answers", lambda: True)
    monkeypatch.setattr(files, "clamd_alive", lambda: True)


def test_alive_touches_no_other_part(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(ALIVE)
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "no-store" in answer["Cache-Control"]


def test_ready_tells_this_machine_all_parts(client):
    answer = client.get(READY)
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "degraded": [],
        "parts": {"database": True, "redis": True, "clamd": True},
        "waiting": {name: {"count": 0, "oldest_seconds": 0} for name in ("files", "pages", "messages", "letters")},
    }


def test_a_missing_part_degrades_and_pages_still_serve(client, monkeypatch):
    monkeypatch.setattr(status, "redis_answers", lambda: False)
    monkeypatch.setattr(files, "clamd_alive", lambda: False)
    answer = client.get(READY)
    assert answer.status_code == 200
    assert answer.json()["degraded"] == ["redis", "clamd"]


def test_a_part_this_installation_does_not_have_is_not_missed(client, settings):
    settings.CLAMD_MODE, settings.REDIS_URL = "demo", ""
    assert client.get(READY).json()["parts"] == {"database": True}


def test_without_the_database_it_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(status, "database_answers", lambda: False)
    answer = client.get(READY)
    assert (answer.status_code, answer.json()) == (503, {"ready": False})


def test_the_backlog_says_how_long_the_oldest_waits(client, cast):
    stored = make.stored(cast.ayu, state="QUARANTINE")
    stored.created_at = timezone.now() - timedelta(minutes=10)
    stored.save(update_fields=["created_at"])
    waiting = client.get(READY).json()["waiting"]["files"]
    assert waiting["count"] == 1
    assert 600 <= waiting["oldest_seconds"] < 700
    assert 'perizinan_waiting{kind="files"} 1.0' in client.get(METRICS).content.decode()


@pytest.mark.parametrize("where", [OUTSIDE, THROUGH_PROXY])
def test_strangers_read_no_details(client, where):
    assert client.get(READY, **where).json() == {"ready": True}
    assert client.get(METRICS, **where).status_code == 404


def test_staff_read_details_from_anywhere_and_applicants_do_not(client, cast):
    client.force_login(cast.gita)
    assert "waiting" in client.get(READY, **OUTSIDE).json()
    client.force_login(cast.ayu)
    assert client.get(READY, **OUTSIDE).json() == {"ready": True}


def test_metrics_open_with_the_token(client, settings):
    settings.METRICS_TOKEN = "contoh-token"
    right = {"HTTP_AUTHORIZATION": "Bearer contoh-token"}
    page = client.get(METRICS, **OUTSIDE, **right)
    assert page.status_code == 200
    assert 'perizinan_up{part="database"} 1.0' in page.content.decode()
    assert client.get(METRICS, **OUTSIDE, HTTP_AUTHORIZATION="Bearer lain").status_code == 404
    settings.METRICS_TOKEN = ""
    assert client.get(METRICS, **OUTSIDE, HTTP_AUTHORIZATION="Bearer ").status_code == 404


@pytest.mark.parametrize("address", [ALIVE, READY, METRICS])
def test_machines_ask_from_inside_and_are_not_sent_to_https(client, settings, address):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/").status_code == 301
    assert client.get(address).status_code == 200


def test_metrics_without_the_database_say_so(client, monkeypatch):
    monkeypatch.setattr(status, "database_answers", lambda: False)
    page = client.get(METRICS).content.decode()
    assert 'perizinan_up{part="database"} 0.0' in page
    assert "perizinan_waiting" not in page


def test_a_dead_redis_answers_at_once(settings, monkeypatch):
    monkeypatch.undo()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert status.redis_answers() is False
