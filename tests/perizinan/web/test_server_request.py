import os
import socket
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from perizinan.web.server_request import LEFT_ON_DISK, Arrival, Limits, Refused

pytestmark = pytest.mark.unit

BEGINNING = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n"
PLAIN = BEGINNING + b"\r\n"
PIECE = BEGINNING + b"Content-Type: application/offset+octet-stream\r\n\r\n"


@pytest.fixture
def arrive(tmp_path):
    """A client that has sent these bytes at second 0, and what has arrived of them."""
    held = []

    def arrive(sent: bytes) -> tuple[socket.socket, Arrival]:
        client, server = socket.socketpair()
        held.extend([client, server])
        server.setblocking(False)
        limits = Limits(body_bytes=200_000, head_seconds=30, body_seconds=600, idle_seconds=60, folder=str(tmp_path))
        arrival = Arrival(Config(), server, ("127.0.0.1", 1), limits)
        if sent:
            client.sendall(sent)
            arrival.read(0)
        return client, arrival

    yield arrive
    for each in held:
        each.close()


def test_a_head_has_half_a_minute_in_all(arrive):
    client, arrival = arrive(b"POST / HT")
    client.sendall(b"TP")
    assert not arrival.read(29)
    assert not arrival.overdue(30, stopping=False)
    assert arrival.overdue(30.1, stopping=False)


def test_a_body_may_pause_for_a_minute(arrive):
    client, arrival = arrive(PLAIN)
    assert not arrival.overdue(60, stopping=False)
    assert arrival.overdue(60.1, stopping=False)
    client.sendall(b"x")
    assert not arrival.read(60)
    assert not arrival.overdue(119, stopping=False)


def test_a_body_has_ten_minutes_in_all(arrive):
    client, arrival = arrive(PLAIN)
    for second in range(50, 601, 50):
        client.sendall(b"x")
        assert not arrival.read(second)
    assert not arrival.overdue(600, stopping=False)
    assert arrival.overdue(600.1, stopping=False)


@pytest.mark.parametrize(("sent", "over"), [(b"", True), (b"POST", False), (PLAIN, False), (PIECE, True)])
def test_who_is_waited_for_when_the_worker_stops(arrive, sent, over):
    _client, arrival = arrive(sent)
    assert arrival.overdue(3, stopping=True) == over
    assert not arrival.overdue(3, stopping=False)


def test_what_came_is_handed_over_only_where_it_can_be_continued(arrive):
    assert not arrive(PLAIN + b"half")[1].cut()
    _client, arrival = arrive(PIECE + b"half")
    assert arrival.cut()
    request = next(arrival)
    assert request.body.read() == b"half"
    assert request.should_close()


def test_a_large_body_lies_in_a_file_that_has_no_name(arrive, tmp_path):
    client, arrival = arrive(PLAIN)
    client.sendall(b"x" * 100_000)
    while not arrival.read(1):
        pass
    assert os.fstat(next(arrival).body.fileno()).st_nlink == 0
    assert list(tmp_path.iterdir()) == []


def test_bodies_do_not_fill_the_disk(arrive, monkeypatch):
    client, arrival = arrive(PLAIN)
    monkeypatch.setattr(
        os, "statvfs", lambda _folder: SimpleNamespace(f_bavail=LEFT_ON_DISK // 4096 - 1, f_frsize=4096)
    )
    client.sendall(b"x" * 60_000)
    arrival.read(1)  # this much is held in memory
    client.sendall(b"x" * 40_000)
    with pytest.raises(Refused, match="507"):
        arrival.read(2)


def test_a_disk_that_is_full_all_the_same(arrive, monkeypatch):
    client, arrival = arrive(PLAIN)
    arrival.body.write = lambda _data: (_ for _ in ()).throw(OSError("No space left on device"))
    client.sendall(b"x")
    with pytest.raises(Refused, match="507"):
        arrival.read(1)


def test_what_a_client_sends_after_the_last_word_is_no_request(arrive):
    client, arrival = arrive(PLAIN)
    arrival.leave(1)
    client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert not arrival.read(2)
    assert arrival.overdue(3.1, stopping=False)
