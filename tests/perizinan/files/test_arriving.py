import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadhandler import load_handler
from django.http import HttpRequest

from perizinan.files import actions, arriving, storages
from tests.make import NOW

DATA = b"%PDF-1.7 contoh" * 100_000


@pytest.fixture
def sent(settings, tmp_path):
    settings.ARRIVING_DIR = tmp_path / "arriving"

    def send(data=DATA):
        handler = load_handler(settings.FILE_UPLOAD_HANDLERS[-1], HttpRequest())
        handler.new_file("file", "ktp.pdf", "application/pdf", len(data))
        handler.receive_data_chunk(data, 0)
        return handler.file_complete(len(data))

    return send


def test_a_form_file_is_hashed_on_its_way_and_moved_not_copied(sent, db, monkeypatch):
    upload = sent()
    inode = Path(upload.temporary_file_path()).stat().st_ino
    monkeypatch.setattr(actions, "_chunks", None)  # nobody reads it a second time
    with actions.taken_in(upload, now=NOW, max_bytes=len(DATA), accept=("pdf",)) as received:
        stored = Path(storages.quarantine().path(received.key))
        assert (received.sha256, received.size) == (hashlib.sha256(DATA).hexdigest(), len(DATA))
        assert (stored.stat().st_ino, stored.stat().st_mode & 0o777) == (inode, 0o600)
        assert stored.read_bytes() == DATA
    upload.close()


@pytest.mark.parametrize(("data", "code"), [(DATA, "too-large"), (b"", "empty")])
def test_its_size_is_asked_all_the_same(sent, db, data, code):
    with (
        pytest.raises(actions.Refused) as refused,
        actions.taken_in(sent(data), now=NOW, max_bytes=1000, accept=("pdf",)),
    ):
        pass
    assert refused.value.code == code


def test_bytes_that_were_not_all_counted_are_read_again(sent, db):
    upload = sent()
    upload.sha256()
    upload._counted._size -= 1  # as when a disk fails under the thread
    with actions.taken_in(upload, now=NOW, max_bytes=len(DATA), accept=("pdf",)) as received:
        assert received.sha256 == hashlib.sha256(DATA).hexdigest()
    upload.close()


def test_what_a_killed_process_left_is_swept_after_a_day(sent, settings):
    upload = sent()
    path = Path(upload.temporary_file_path())
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    arriving.sweep(now=NOW + timedelta(hours=23))
    assert path.exists()
    arriving.sweep(now=NOW + timedelta(hours=25))
    assert not path.exists()
    upload.close()
