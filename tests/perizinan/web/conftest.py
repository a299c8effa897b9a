import http.server
import json
import os
import threading
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.conf import settings

JS = Path(settings.BASE_DIR) / "static" / "js"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    args = ["--disable-gpu", "--disable-dev-shm-usage"]
    if os.geteuid() == 0:
        args.append("--no-sandbox")  # chromium refuses its sandbox as root
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": args}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "id-ID", "timezone_id": "Asia/Makassar"}  # not the office's zone


class Site:
    """One page and one address that answers as the test says, under the portal's policy."""

    def __init__(self) -> None:
        self.page = ""
        self.answers: list[tuple[int, dict[str, str], str]] = []
        self.received: list[dict[str, list[str]]] = []
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path.startswith("/js/"):
                    return self.reply(200, {"Content-Type": "text/javascript"}, (JS / self.path[4:]).read_text())
                page = "masuk dulu" if self.path.startswith("/masuk/") else site.page
                return self.reply(200, {"Content-Type": "text/html; charset=utf-8"}, page)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                site.received.append(parse_qs(body.decode(errors="replace"), keep_blank_values=True))
                status, headers, text = site.answers.pop(0) if site.answers else (200, {}, "")
                if status == 0:
                    self.connection.close()
                    return
                self.reply(status, headers, text)

            def reply(self, status: int, headers: dict[str, str], text: str) -> None:
                self.send_response(status)
                self.send_header("Content-Security-Policy", "default-src 'self'")
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *args: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def show(self, body: str, *scripts: str) -> str:
        modules = "".join(f'<script type="module" src="/js/{name}.js"></script>' for name in scripts)
        self.page = f'<!doctype html><html lang="id"><title>uji</title>{modules}<body>{body}'
        return self.url


@pytest.fixture
def site():
    site = Site()
    yield site
    site.server.shutdown()


@pytest.fixture
def attribute():
    return lambda value: json.dumps(value).replace('"', "&quot;")
