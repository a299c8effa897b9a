import json
import socket
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from django.db import transaction

from perizinan.accounts.models import User
from perizinan.outbox import actions, delivery
from perizinan.outbox.models import Delivery

NOTE = {"notice.subject.txt": "Kabar {{ number }}", "notice.txt": "Halo & salam.\n{{ note }}\n{{ site_url }}/lacak/\n"}


@pytest.fixture
def now():
    return datetime.now(UTC)


@pytest.fixture(autouse=True)
def texts(settings, tmp_path):
    """One kind of message of our own, so that these tests do not depend on other slices' words."""
    (tmp_path / "messages").mkdir()
    for name, text in NOTE.items():
        (tmp_path / "messages" / name).write_text(text)
    first, *rest = settings.TEMPLATES
    settings.TEMPLATES = [{**first, "DIRS": [tmp_path, *first["DIRS"]]}, *rest]
    return tmp_path / "messages"


@pytest.fixture(autouse=True)
def places(settings, monkeypatch):
    settings.EMAIL_CHANNEL = settings.PHONE_CHANNEL = "mailbox"
    settings.DEMO = settings.DEBUG = False
    settings.SITE_URL = "https://izin.contoh.id"
    monkeypatch.setattr(actions, "nudge", lambda *_: None)


@pytest.fixture
def ayu(db):
    return User.objects.create_user(email="ayu@contoh.id", name="Ayu (contoh)")


@pytest.fixture
def post(ayu, now):
    def make(key="satu", *, to=ayu, **context):
        with transaction.atomic():
            return actions.post(to=to, kind="notice", context={"number": "26-0048-270"} | context, key=key, now=now)

    return make


@pytest.fixture
def deliver(now):
    """Try the only delivery, at once or after its waiting time."""

    def try_it(*, at=None):
        one = Delivery.objects.get()
        return delivery.deliver(one.pk, now=at or max(now, one.next_try_at))

    return try_it


class Inbox:
    """A real SMTP server. `answer` is what it says to the data of a message, `rcpt` to a recipient."""

    def __init__(self):
        self.received, self.answer, self.rcpt = [], "250 OK", "250 OK"
        self.port, self.controller = free_port(), None

    def start(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller:
            self.controller.stop()
        self.controller = None

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, _server, _session, envelope):
        self.received.append(envelope)
        return self.answer


@pytest.fixture
def smtp(settings):
    inbox = Inbox()
    inbox.start()
    settings.EMAIL_CHANNEL = "smtp"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", inbox.port, 2
    yield inbox
    inbox.stop()


@contextmanager
def gateway_answering(settings, status=200, body=b'{"status": true}', wait=0.0, headers=()):
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            content = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append(SimpleNamespace(path=self.path, headers=dict(self.headers), body=json.loads(content)))
            time.sleep(wait)
            try:
                if status is None:
                    self.wfile.write(body)
                    return
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    settings.PHONE_CHANNEL = "gateway"
    settings.PHONE_GATEWAY_URL = f"http://127.0.0.1:{server.server_port}/kirim"
    settings.PHONE_GATEWAY_TOKEN = "rahasia"
    settings.PHONE_GATEWAY_TO_FIELD, settings.PHONE_GATEWAY_TEXT_FIELD = "target", "message"
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
