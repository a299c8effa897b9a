import pytest

from perizinan.devstack import servers
from perizinan.devstack.daemon import DidNotStart
from perizinan.devstack.servers import Servers

from .conftest import using

GIVEN = {"DATABASE_URL": "postgres://db/p", "REDIS_URL": "redis://r", "CLAMD_SOCKET": "/run/clamd.sock"}


@pytest.mark.unit
def test_what_the_caller_names_is_used_and_nothing_is_started(folder):
    made = Servers(folder, GIVEN)
    assert made.start() == GIVEN
    assert made.running == []
    assert list(folder.iterdir()) == []


@pytest.mark.unit
def test_without_redis_the_queue_is_a_folder(folder, monkeypatch):
    monkeypatch.setattr(servers.redis, "server", lambda: None)
    made = Servers(folder, {**GIVEN, "REDIS_URL": ""})
    assert made.start()["REDIS_URL"] == ""
    assert (folder / "queue").is_dir()
    assert (folder / "queue-control").is_dir()


@pytest.mark.unit
def test_without_clamd_it_is_a_demo_and_says_how_to_scan(folder, monkeypatch, capsys):
    monkeypatch.setattr(servers.clamd, "server", lambda: None)
    made = Servers(folder, {**GIVEN, "CLAMD_SOCKET": ""})
    assert made.start()["CLAMD_MODE"] == "demo"
    shown = capsys.readouterr().out
    assert "NOT scanned" in shown
    assert "apt-get install -y --no-install-recommends clamav-daemon" in shown


def test_all_three_start_a_second_launcher_joins_and_all_end(folder):
    first, second = Servers(folder, {}, durable=False), Servers(folder, {}, durable=False)
    try:
        assert first.start() == second.start()
        running = list(first.running)
        second.stop()
        assert [server.ready() for server in running] == [True, True, True]
    finally:
        first.stop()
    assert [server.ready() for server in running] == [False, False, False]


def test_when_one_does_not_start_the_others_are_ended(folder, monkeypatch):
    def fail(_self):
        raise DidNotStart("Redis")

    monkeypatch.setattr(servers.Redis, "start", fail)
    made = Servers(folder, {}, durable=False)
    with pytest.raises(DidNotStart):
        made.start()
    assert made.running == []
    assert using(folder) == set()
