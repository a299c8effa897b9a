import http.server
import threading

import pytest

from perizinan.devstack import health

pytestmark = pytest.mark.unit


@pytest.fixture
def portal():
    class Handler(http.server.BaseHTTPRequestHandler):
        status = 200
        asked = []

        def do_GET(self):
            self.asked.append((self.path, self.headers["Host"], self.headers["X-Forwarded-Proto"]))
            self.send_response(self.status)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Handler, {"PORT": str(server.server_port), "ALLOWED_HOSTS": "izin.example, other"}
        server.shutdown()


def test_it_asks_as_the_proxy_would(portal):
    handler, environment = portal
    assert health.answers(environment)
    assert handler.asked == [("/sehat/", "izin.example", "https")]


@pytest.mark.parametrize("status", [301, 400, 500, 503])
def test_anything_but_200_is_ill(portal, status):
    handler, environment = portal
    handler.status = status
    assert not health.answers(environment)


def test_nobody_there_is_ill(portal):
    assert not health.answers({"PORT": "1"})
