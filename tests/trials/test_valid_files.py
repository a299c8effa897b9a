"""The test files of other projects, as they published them: the valid ones pass, the others do not."""

import hashlib
import os
import subprocess
import sys
import tarfile
import time
from pathlib import PurePath

import pytest
from pip._internal.models.index import PyPI
from pip._vendor import requests

from perizinan.devstack import folders
from perizinan.files.examination import examine
from tests.perizinan.files.conftest import clamd_socket, files_settings, scanner  # noqa: F401
from tests.trials.known_files import NOT_VALID, SDISTS

pytestmark = pytest.mark.trial

KINDS = ["pdf", "jpg", "png", "webp", "heic"]
ENDINGS = {".pdf", ".jpg", ".jpeg", ".png", ".webp", ".heic", ".mpo"}
CORPUS = folders.LOCAL / "corpus"


@pytest.fixture(scope="module")
def sdists():
    """From the index that pip uses here, once; kept in .local and compared with their sums each time."""
    CORPUS.mkdir(parents=True, exist_ok=True)
    for name, sha256 in SDISTS.items():
        path = CORPUS / name
        if not path.exists():
            fresh = path.with_suffix(f".{os.getpid()}")
            fresh.write_bytes(download(name))
            fresh.replace(path)
        assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256, name
    return [CORPUS / name for name in SDISTS]


def download(name):
    project = name.rsplit("-", 1)[0]
    page = f"{index()}/{project}/"
    listed = requests.get(page, headers={"Accept": "application/vnd.pypi.simple.v1+json"}, timeout=60).json()
    address = next(file["url"] for file in listed["files"] if file["filename"] == name)
    return requests.get(address, timeout=600).content


def index():
    told = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True, check=False
    )
    return (os.environ.get("PIP_INDEX_URL") or told.stdout.strip() or PyPI.simple_url).rstrip("/")


def files_in(path):
    with tarfile.open(path) as archive:
        for member in archive:
            if member.isfile() and PurePath(member.name).suffix.lower() in ENDINGS:
                yield member.name.split("/", 1)[1], archive.extractfile(member).read()


def verdict(name, data, folder):
    shown = PurePath(name).name.replace(".mpo", ".jpg")  # a camera's name for a JPEG with two pictures
    path = folder / "file"
    path.write_bytes(data)
    began = time.monotonic()
    with path.open("rb") as source:
        found = examine(source, name=shown, accept=KINDS)
    return found, time.monotonic() - began


def test_valid_files_pass_and_others_do_not(sdists, scanner, tmp_path):  # noqa: F811
    valid, refused, wrong, slow, seen = 0, {}, {}, {}, set()
    for name, data in (file for path in sdists for file in files_in(path)):
        found, seconds = verdict(name, data, tmp_path)
        seen.add(name)
        if seconds > 30:
            slow[name] = seconds
        if name in NOT_VALID:
            if found.problem != NOT_VALID[name][0]:
                wrong[name] = found.problem
            continue
        valid += 1
        if found.problem:
            refused[name] = found.problem
    print(f"{valid} valid, {len(refused)} of them refused: {refused}; {len(NOT_VALID)} not valid, wrong: {wrong}")

    assert set(NOT_VALID) <= seen
    assert valid > 500
    assert wrong == {}
    assert "unreadable" not in refused.values()  # nothing crashes
    assert len(refused) <= valid / 100, refused
    assert slow == {}
