"""gunicorn's threaded worker, with the patience of an event loop: a thread begins when a request is whole.

As gunicorn has it, a thread reads the body, for as long as it takes: sixteen uploads from a village stop the portal.
Here the loop that waits for connections anyway also takes in heads and bodies, and the last bytes of those that close.
"""

import errno
import pathlib
import selectors
import socket
import time
from functools import partial
from typing import Any

from gunicorn import util
from gunicorn.workers.gthread import TConn, ThreadWorker

from perizinan.web.server_request import Arrival, Gone, Limits, Refused

HEAD_SECONDS = 30
LOOK_SECONDS = 0.5


class Connection(TConn):  # type: ignore[misc]  # gunicorn is untyped
    parser: Arrival

    def __init__(self, worker: "PatientWorker", sock: Any, client: Any, server: Any) -> None:
        super().__init__(worker.cfg, sock, client, server)
        self.worker = worker
        self.parser = Arrival(self.cfg, self.sock, self.client, worker.limits)
        self.initialized = True

    def close(self, graceful: bool = False) -> None:
        if graceful:
            self.worker.linger(self)
        else:
            super().close()


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """Everything here runs in the main thread, but `handle` and `handle_request`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting: set[Connection] = set()
        self.next_look = 0.0

    def init_process(self) -> None:
        from django.conf import settings

        assert not self.cfg.is_ssl, "certificates are the proxy's work"
        folder = pathlib.Path(settings.REQUEST_DIR)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.limits = Limits(
            body_bytes=settings.REQUEST_MAX_BYTES,
            head_seconds=HEAD_SECONDS,
            body_seconds=settings.REQUEST_SECONDS,
            idle_seconds=settings.REQUEST_IDLE_SECONDS,
            folder=str(folder),
        )
        super().init_process()  # returns when the worker ends

    def accept(self, listener: socket.socket) -> None:
        try:
            sock, client = listener.accept()
        except OSError as trouble:
            if trouble.errno in (errno.EAGAIN, errno.ECONNABORTED):
                return
            raise
        self.nr_conns += 1
        self.enqueue_req(Connection(self, sock, client, listener.getsockname()))

    def enqueue_req(self, conn: Connection) -> None:
        """Whatever gunicorn hands to a thread comes by here: a new connection, one with a next request."""
        conn.sock.setblocking(False)
        conn.parser.begin(time.monotonic())
        self.go_on(conn)

    def go_on(self, conn: Connection, _readable: object = None) -> None:
        try:
            whole = conn.parser.read(time.monotonic())
        except Gone:
            self.give_up(conn)
        except Refused as refused:
            self.refuse(conn, refused)
        except Exception:  # a fault of ours must not end the loop of all
            self.log.exception("A request could not be read.")
            self.refuse(conn, Refused(500, "Internal Server Error"))
        else:
            self.hand_over(conn) if whole else self.wait(conn)

    def wait(self, conn: Connection) -> None:
        if conn not in self.waiting:
            self.waiting.add(conn)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.go_on, conn))

    def stop_waiting(self, conn: Connection) -> None:
        if conn in self.waiting:
            self.waiting.remove(conn)
            self.poller.unregister(conn.sock)

    def hand_over(self, conn: Connection) -> None:
        self.stop_waiting(conn)
        super().enqueue_req(conn)

    def give_up(self, conn: Connection, *, overdue: bool = False) -> None:
        if conn.parser.cut():
            self.hand_over(conn)
        elif overdue and conn.parser.begun:
            self.refuse(conn, Refused(408, "Request Timeout"))
        else:
            self.stop_waiting(conn)
            self.nr_conns -= 1
            conn.parser.end()
            conn.close()

    def refuse(self, conn: Connection, refused: Refused) -> None:
        self.log.warning("%s, from %s (%s)", refused, conn.client, refused.__cause__ or "by rule")
        conn.parser.end()
        try:
            util.write_error(conn.sock, refused.code, refused.reason, "")
        except OSError:
            self.log.debug("The client did not wait for it.")
        self.stop_waiting(conn)
        self.nr_conns -= 1
        conn.close(graceful=True)

    def linger(self, conn: Connection) -> None:
        """gunicorn's own way of closing stands still for up to two seconds, and all connections with it."""
        self.nr_conns += 1
        conn.sock.setblocking(False)
        conn.parser.leave(time.monotonic())
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self.give_up(conn)
        else:
            self.go_on(conn)

    def murder_pending(self) -> None:
        """gunicorn asks after every event, also while it stops; twice a second is enough."""
        now = time.monotonic()
        if now < self.next_look:
            return
        self.next_look = now + LOOK_SECONDS
        for conn in [conn for conn in self.waiting if conn.parser.overdue(now, stopping=not self.alive)]:
            self.give_up(conn, overdue=True)

    def handle(self, conn: Connection) -> Any:
        try:
            return super().handle(conn)
        finally:
            conn.parser.end()

    def handle_request(self, req: Any, conn: Connection) -> Any:
        # --max-requests renews a worker, and ends what is arriving: put off, though not for ever
        if self.nr + 1 >= self.max_requests and self.nr < 2 * self.cfg.max_requests and self.arriving():
            self.max_requests += 1
        return super().handle_request(req, conn)

    def arriving(self) -> bool:
        return any(conn.parser.missing for conn in tuple(self.waiting))
