import contextlib
import hashlib
import http.client
import json
import os
import signal
import socket
import struct
import subprocess
import time

import pytest

from perizinan.devstack.folders import ROOT, VENV_BIN
from perizinan.devstack.processes import WEB

PATIENT = WEB.command[WEB.command.index("--worker-class") + 1]
SOON = 30  # bounds a wait, measures nothing
LIMIT = 4_000_000
TUS = "application/offset+octet-stream"
LARGE = bytes(range(256)) * 12_000  # 3 MB


class Server:
    """gunicorn on a port that is open before it starts: nobody has to wait for it."""

    def __init__(self, folder, worker=PATIENT, *more, **environment):
        self.record = folder / "record"
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=200)
        command = [VENV_BIN / "gunicorn", "tests.perizinan.web.served:app", "--worker-class", worker]
        number = str(self.listener.fileno())
        command += ["--bind", f"fd://{number}", "--workers", "1", "--threads", "2", "--keep-alive", "15"]
        command += ["--graceful-timeout", "20", "--no-control-socket", *more]
        environment |= {"REQUEST_MAX_BYTES": str(LIMIT), "LOCAL_DIR": str(folder), "RECORD": str(self.record)}
        self.log = folder / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=os.environ | environment,
                stdout=log,
                stderr=log,
                pass_fds=[self.listener.fileno()],
                start_new_session=True,
            )

    def connect(self, timeout=SOON):
        return socket.create_connection(self.listener.getsockname(), timeout=timeout)

    def records(self):
        lines = self.record.read_text().splitlines() if self.record.exists() else []
        return [json.loads(line) for line in lines]

    def until(self, true):
        end = time.monotonic() + SOON
        while not true():
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.02)

    def end(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.listener.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    one = Server(tmp_path_factory.mktemp("server"))
    yield one
    one.end()


@pytest.fixture
def serve(tmp_path):
    begun = []

    def begin(*args, **environment):
        begun.append(Server(tmp_path, *args, **environment))
        return begun[-1]

    yield begin
    for one in begun:
        one.end()


def head(path="/", length=None, method="POST", **headers):
    named = {"Host": "x", **{name.replace("_", "-"): value for name, value in headers.items()}}
    if length is not None:
        named["Content-Length"] = length
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in named.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def answer(connection):
    response = http.client.HTTPResponse(connection)
    response.begin()
    text = response.read()
    said = json.loads(text) if response.headers["Content-Type"] == "application/json" else {}
    return said | {"status": response.status, "connection": response.headers["Connection"]}


def ask(server, path="/page", timeout=SOON):
    with server.connect(timeout) as connection:
        connection.sendall(head(path, method="GET"))
        return answer(connection)


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


UNFINISHED = {
    "half a body": head("/upload", 1000) + b"x" * 500,
    "half a head": b"POST /upload HTTP/1.1\r\nHost:",
    "nothing": b"",
}


@pytest.mark.parametrize("sent", UNFINISHED.values(), ids=UNFINISHED)
@pytest.mark.parametrize("worker", [PATIENT, "gthread"])
def test_forty_unfinished_requests_hold_no_thread(server, serve, worker, sent):
    here = server if worker == PATIENT else serve(worker)
    assert ask(here)["status"] == 200
    with contextlib.ExitStack() as held:
        for _ in range(40):
            held.enter_context(here.connect()).sendall(sent)
        if worker == PATIENT:
            assert ask(here)["status"] == 200
        else:  # what all this is for; 40 connections that say nothing end after 5 seconds each
            with pytest.raises(TimeoutError):
                ask(here, timeout=1.5)


def test_a_closed_connection_that_the_client_keeps_open_holds_nobody_up(server):
    end = time.monotonic() + SOON
    with contextlib.ExitStack() as held:
        for _ in range(40):  # gunicorn's own loop stands still for two seconds after each
            kept = held.enter_context(server.connect())
            kept.sendall(head(method="GET", Connection="close"))
            assert answer(kept)["status"] == 200
            assert time.monotonic() < end


def test_every_way_to_end_gives_the_connection_back(serve):
    server = serve(PATIENT, "--worker-connections", "3", REQUEST_IDLE_SECONDS="0")
    for _ in range(3):
        for sent, status in [(head(method="GET", Connection="close"), 200), (head("/", LIMIT + 1), 413)]:
            with server.connect() as connection:
                connection.sendall(sent)
                assert answer(connection)["status"] == status
        reset(server.connect())
        with server.connect() as gone:
            gone.sendall(head("/", 10) + b"half")
        with server.connect() as late, server.connect() as silent:
            late.sendall(head("/", 10) + b"half")
            assert answer(late)["status"] == 408
            assert silent.recv(1) == b""
    assert ask(server)["status"] == 200


@pytest.mark.parametrize("size", [1, 65_535, 65_536, 65_537, len(LARGE)])
@pytest.mark.parametrize("piece", [len(LARGE), 70_001])
def test_a_body_arrives_as_it_was_sent(server, size, piece):
    body = LARGE[:size]
    message = head("/upload", size) + body
    with server.connect() as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for begin in range(0, len(message), piece):
            connection.sendall(message[begin : begin + piece])
        said = answer(connection)
    assert (said["status"], said["size"], said["sha256"]) == (200, size, hashlib.sha256(body).hexdigest())


def test_a_request_that_comes_byte_by_byte(server):
    with server.connect() as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in head("/bytes", 5) + b"hello":
            connection.sendall(bytes([byte]))
        assert answer(connection)["sha256"] == hashlib.sha256(b"hello").hexdigest()


def test_one_connection_serves_on_after_bodies(server):
    with server.connect() as connection:
        for number in range(3):
            connection.sendall(head(f"/{number}", len(LARGE)) + LARGE)
            said = answer(connection)
            assert (said["path"], said["size"], said["connection"]) == (f"/{number}", len(LARGE), "keep-alive")


def test_requests_sent_ahead_are_answered_in_turn(server):
    with server.connect() as connection:
        connection.sendall(head("/1", 3) + b"one" + head("/2", method="GET") + head("/3", 5) + b"th")
        came = b""
        while b'"path": "/2"' not in came:
            came += connection.recv(10_000)
        assert came.index(b'"path": "/1"') < came.index(b'"path": "/2"')
        connection.sendall(b"ree" + head("/4", method="GET"))
        while b'"path": "/4"' not in came:
            came += connection.recv(10_000)
        assert hashlib.sha256(b"three").hexdigest().encode() in came


def test_a_body_over_the_limit_is_refused_before_it_comes(server):
    with server.connect() as connection:
        connection.sendall(head("/too-large", LIMIT + 1, Expect="100-continue"))
        said = answer(connection)  # and no "100 Continue" before it
        assert (said["status"], said["connection"]) == (413, "close")
        assert connection.recv(1) == b""
    with server.connect() as connection:
        connection.sendall(head("/at-the-limit", LIMIT) + bytes(LIMIT))
        assert answer(connection)["size"] == LIMIT
    assert "/too-large" not in ask(server)["calls"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (head("/refused", Transfer_Encoding="chunked") + b"3\r\nabc\r\n0\r\n\r\n", 411),
        (head("/refused", "-1"), 400),
        (head("/refused", 3, Transfer_Encoding="chunked"), 400),
        (b"GET /refused HTTP/1.1\r\nHost: x\r\n" + b"X: " + b"x" * 70_000, 431),
        (b"\r\n\r\n\r\n\r\n", 400),
    ],
)
def test_heads_that_are_refused(server, sent, status):
    with server.connect() as connection:
        connection.sendall(sent)
        assert answer(connection)["status"] == status
        assert connection.recv(1) == b""
    assert "/refused" not in ask(server)["calls"]


def test_a_client_that_asks_whether_to_continue_is_told_once(server):
    with server.connect() as connection:
        connection.sendall(head("/continued", 5, Expect="100-continue"))
        told = b"HTTP/1.1 100 Continue\r\n\r\n"
        assert connection.recv(1000) == told
        connection.sendall(b"hello")
        assert connection.recv(15) == b"HTTP/1.1 200 OK"


@pytest.mark.parametrize("leave", [socket.socket.close, reset])
def test_a_client_that_leaves_in_the_middle(server, leave):
    gone = server.connect()
    gone.sendall(head("/gone", len(LARGE)) + LARGE[: len(LARGE) // 2])
    leave(gone)
    assert "/gone" not in ask(server)["calls"]


@pytest.mark.parametrize("leave", [socket.socket.close, reset])
def test_what_came_of_a_resumable_upload_is_handed_over(serve, leave):
    """With the length that was announced: the view sees a body that ends early."""
    server = serve()
    ask(server)
    gone = server.connect()
    gone.sendall(head("/piece", len(LARGE), "PATCH", Content_Type=TUS, Expect="100-continue"))
    assert b"100" in gone.recv(1000)
    gone.sendall(LARGE[:100_000])
    leave(gone)
    server.until(lambda: any(each["path"] == "/piece" for each in server.records()))
    size = server.records()[-1]["size"]
    # a reset throws away what the other side has not read yet
    assert size == 100_000 or (leave is reset and size < 100_000)
    assert server.records()[-1]["sha256"] == hashlib.sha256(LARGE[:size]).hexdigest()


def test_a_body_that_stops_coming(serve):
    server = serve(REQUEST_IDLE_SECONDS="1")
    with server.connect() as plain, server.connect() as piece:
        plain.sendall(head("/plain", 1000) + b"x" * 500)
        piece.sendall(head("/piece", 1000, "PATCH", Content_Type=TUS) + b"x" * 500)
        assert answer(plain)["status"] == 408
        said = answer(piece)
        assert (said["status"], said["size"], said["connection"]) == (200, 500, "close")
    assert ask(server)["calls"] == ["/piece", "/page"]


def test_a_worker_that_is_told_to_stop_waits_for_bodies_and_hands_over_pieces(serve):
    server = serve()
    for _ in range(3):  # none of them may be counted as one that is still there, nor twice as gone
        with server.connect() as closed:
            closed.sendall(head(method="GET", Connection="close"))
            answer(closed)
    with server.connect() as plain, server.connect() as piece:
        plain.sendall(head("/plain", len(LARGE)) + LARGE[:1_000_000])
        piece.sendall(head("/piece", len(LARGE), "PATCH", Content_Type=TUS) + LARGE[:1000])
        ask(server)  # both have been accepted before this one
        server.process.send_signal(signal.SIGTERM)
        said = answer(piece)
        assert (said["path"], said["size"], said["connection"]) == ("/piece", 1000, "close")
        plain.sendall(LARGE[1_000_000:])
        said = answer(plain)
        assert (said["sha256"], said["connection"]) == (hashlib.sha256(LARGE).hexdigest(), "close")
    assert server.process.wait(SOON) == 0


def test_a_worker_is_not_renewed_while_a_body_is_on_its_way(serve):
    server = serve(PATIENT, "--max-requests", "4")
    with server.connect() as slow:
        slow.sendall(head("/slow", 1000) + b"x" * 500)
        first = {ask(server)["pid"] for _ in range(5)}
        slow.sendall(b"x" * 500)
        assert {answer(slow)["pid"]} == first
    server.until(lambda: {ask(server)["pid"]} != first)
