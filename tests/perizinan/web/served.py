"""An application for real gunicorn processes: it says what it was given, and by whom it was asked before."""

import hashlib
import json
import os
import pathlib

calls = []


def app(environ, start):
    body = environ["wsgi.input"].read()
    calls.append(environ["PATH_INFO"])
    said = {
        "path": environ["PATH_INFO"],
        "size": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "calls": list(calls),
        "pid": os.getpid(),
    }
    answer = json.dumps(said).encode()
    if record := os.environ.get("RECORD"):
        with pathlib.Path(record).open("ab") as lines:
            lines.write(answer + b"\n")
    start("200 OK", [("Content-Length", str(len(answer))), ("Content-Type", "application/json")])
    return [answer]
