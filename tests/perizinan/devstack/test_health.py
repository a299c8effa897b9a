import http.server
import threading

import pytest

from perizinan.devstack import health

pytestmark = pytest.mark.unit


@pytest.fixture
def portal(monkeypatch):
    class Handler(http.server.BaseHTTPRequestHandler):
        status = 200
        asked = []

        def do_GET(self):
            self.asked.append((self.path, self.headers["Host"]))
            self.send_response(self.status)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("PORT", str(server.server_port))
        monkeypatch.setenv("ALLOWED_HOSTS", "izin.example, other")
        yield Handler
        server.shutdown()


def test_it_asks_by_a_name_the_portal_goes_by(portal):
    assert health.answers()
    assert portal.asked == [("/sehat/", "izin.example")]


def test_the_names_may_lie_in_a_file_like_every_setting(portal, monkeypatch, tmp_path):
    (tmp_path / "hosts").write_text("lain.example\n")
    monkeypatch.delenv("ALLOWED_HOSTS")
    monkeypatch.setenv("ALLOWED_HOSTS_FILE", str(tmp_path / "hosts"))
    assert health.answers()
    assert portal.asked == [("/sehat/", "lain.example")]


@pytest.mark.parametrize("status", [301, 400, 500, 503])
def test_anything_but_200_is_ill(portal, status):
    portal.status = status
    assert not health.answers()


def test_nobody_there_is_ill(monkeypatch):
    monkeypatch.setenv("PORT", "1")
    assert not health.answers()
