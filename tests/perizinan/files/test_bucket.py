import io
import socket
import threading
import urllib.error
import urllib.request
import uuid
from contextlib import contextmanager
from datetime import timedelta

import pytest
from botocore.awsrequest import AWSResponse
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from urllib3 import HTTPResponse

from perizinan.files import actions, bucket, imaging, storages, sweeping
from perizinan.files.actions import Refused
from perizinan.files.models import Images, State, StoredFile
from perizinan.files.respond import respond, respond_page
from perizinan.web.unavailable import Unavailable
from tests.buckets import keep_in
from tests.perizinan.files import made
from tests.perizinan.files.conftest import NOW
from tests.perizinan.files.test_sweeping import after

AWAY = "Tempat penyimpanan sedang tidak menjawab"


@pytest.fixture(autouse=True)
def s3(files_settings, scanner, bucket):
    return bucket


@pytest.fixture
def otherwise(s3, settings, monkeypatch):
    """The same portal with some settings wrong; call the answer to have them right again."""

    def change(**variables):
        right = settings.STORAGES
        keep_in({**s3.variables, **variables}, settings, monkeypatch)
        for name, place in right.items():
            if "location" in place.get("OPTIONS", {}):
                settings.STORAGES[name]["OPTIONS"]["location"] = place["OPTIONS"]["location"]
        settings.STORAGES = {**settings.STORAGES}
        return lambda: setattr(settings, "STORAGES", right)

    return change


@pytest.fixture
def network():
    """The requests that leave for the bucket: (operation, Range)."""
    left = []
    events = storages.clean().connection.meta.client.meta.events

    def note(request, event_name, **_):
        asked = request.headers.get("Range", b"")
        left.append((event_name.rpartition(".")[2], asked.decode() if isinstance(asked, bytes) else asked))

    events.register("before-send.s3", note)
    yield left
    events.unregister("before-send.s3", note)


@pytest.fixture
def answered():
    """Instead of the bucket, to requests of one kind."""

    @contextmanager
    def answer(operation, status, code):
        def refuse(request, **_):
            body = io.BytesIO(f"<Error><Code>{code}</Code></Error>".encode() if code else b"<html>")
            raw = HTTPResponse(body, headers={}, status=status, preload_content=False)
            return AWSResponse(request.url, status, raw.headers, raw)

        events = storages.clean().connection.meta.client.meta.events
        events.register(f"before-send.s3.{operation}", refuse)
        yield
        events.unregister(f"before-send.s3.{operation}", refuse)

    return answer


def ask(stored, **headers):
    return respond(stored, request=RequestFactory().get("/", headers=headers))


def keys(place, folder="2026/11/24/"):
    return place.listdir(folder)[1]


def test_received_checked_and_handed_out(receive, check):
    data = made.pdf(pages=3)
    stored = receive(data, name="surat.pdf")
    assert keys(storages.quarantine()) == [stored.quarantine_key.rpartition("/")[2]]
    assert keys(storages.clean()) == []

    check(stored)

    assert stored.state == State.CLEAN
    assert keys(storages.quarantine()) == []
    assert keys(storages.clean()) == [stored.key.rpartition("/")[2]]
    assert "surat" not in stored.key
    assert ask(stored).getvalue() == data


def test_quarantine_and_clean_are_buckets_apart(receive, check, s3, otherwise):
    stored = check(receive())
    storages.clean().save("2026/11/24/contoh", ContentFile(b"contoh"))
    otherwise(S3_BUCKET=s3.variables["S3_QUARANTINE_BUCKET"])
    assert keys(storages.clean()) == []
    with pytest.raises(FileNotFoundError):
        storages.clean().open(stored.key)


def test_one_bucket_keeps_them_apart_by_prefix(receive, check, s3, otherwise):
    otherwise(S3_QUARANTINE_BUCKET=s3.variables["S3_BUCKET"])
    stored = receive()
    assert keys(storages.clean()) == []
    with pytest.raises(FileNotFoundError):
        storages.clean().open(stored.quarantine_key)
    assert check(stored).state == State.CLEAN


def test_refused_bytes_are_nowhere(receive, check):
    stored = check(receive(made.EICAR))
    assert stored.problem
    assert keys(storages.quarantine()) == keys(storages.clean()) == []
    with pytest.raises(Http404):
        ask(stored)


@pytest.mark.parametrize(
    ("asked", "sent", "piece"),
    [
        ("bytes=0-9", "bytes=0-9", slice(0, 10)),
        ("bytes=100-", None, slice(100, None)),
        ("bytes=-7", None, slice(-7, None)),
        ("", "bytes=0-{last}", slice(None)),
    ],
)
def test_a_range_brings_these_bytes_and_no_others(receive, check, network, asked, sent, piece):
    data = made.pdf(pages=2)
    stored = check(receive(data))
    del network[:]
    response = ask(stored, **({"Range": asked} if asked else {}))
    body = response.getvalue()
    assert body == data[piece]
    assert response["Content-Length"] == str(len(body))
    first = len(data) - len(body) if piece.start else 0
    assert network == [("GetObject", f"bytes={first}-{first + len(body) - 1}")]
    assert sent is None or network[0][1] == sent.format(last=len(data) - 1)


def test_pages_are_drawn_and_shown(receive, check):
    stored = check(receive(made.pdf(pages=2)))
    imaging.draw(pk=stored.pk, clock=lambda: after(2))
    stored.refresh_from_db()
    assert stored.images == Images.READY
    for page in stored.pages.all():
        for thumb in (False, True):
            shown = respond_page(page, request=RequestFactory().get("/"), thumb=thumb).getvalue()
            assert shown.startswith(b"\xff\xd8")
            assert len(shown) == (page.thumb_size if thumb else page.size)


def test_orphans_are_swept_and_what_has_a_row_stays(receive):
    stored = receive()
    folder = storages.day_folder(NOW)
    for _ in range(3):
        storages.quarantine().save(f"{folder}{uuid.uuid4().hex}", ContentFile(b"contoh"))
    kept = storages.clean().save(f"{folder}contoh", ContentFile(b"contoh"))
    assert sweeping.sweep_orphans(now=NOW + timedelta(days=3)) == 3
    assert keys(storages.quarantine()) == [stored.quarantine_key.rpartition("/")[2]]
    assert storages.clean().exists(kept)


def test_many_are_removed_and_removing_again_is_no_error():
    place = storages.clean()
    made_here = [place.save(f"2026/11/24/{number}", ContentFile(b"contoh")) for number in range(40)]
    for key in [*made_here, *made_here]:
        place.delete(key)
    assert keys(place) == []


def test_nothing_is_overwritten():
    place = storages.clean()
    first, second = (place.save("2026/11/24/contoh", ContentFile(data)) for data in (b"satu", b"dua"))
    assert first != second
    assert [place.open(key).read() for key in (first, second)] == [b"satu", b"dua"]
    assert place.size(first) == 4


def test_threads_share_one_client():
    seen, place = {}, storages.clean()

    def work(number):
        data = str(number).encode() * (1 << 18)
        seen[number] = place.open(place.save(f"2026/11/24/{number}", ContentFile(data))).read() == data

    threads = [threading.Thread(target=work, args=[number]) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == dict.fromkeys(range(12), True)


def test_there_is_no_address_to_give_away():
    key = storages.clean().save("2026/11/24/contoh", ContentFile(b"contoh"))
    with pytest.raises(NotImplementedError):
        storages.clean().url(key)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_whoever_does_not_sign_gets_nothing(s3, method):
    place = storages.clean()
    key = place.save("2026/11/24/contoh", ContentFile(b"contoh"))
    address = f"{s3.url}/{place.bucket_name}/{place.location}/{key}"
    for asked in (address, f"{s3.url}/{place.bucket_name}", s3.url):
        data = b"jahat" if method == "PUT" else None
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(asked, data=data, method=method), timeout=10)
        assert refused.value.code in ({403} if asked == address else {403, 405}), asked
    assert place.open(key).read() == b"contoh"


def test_wrong_secret_refuses_an_upload_with_a_sentence_and_leaves_nothing(receive, otherwise):
    right = otherwise(S3_SECRET_KEY="bukan-ini")
    with pytest.raises(Refused, match=AWAY) as refused:
        receive()
    assert refused.value.code == "storage-away"
    assert not StoredFile.objects.exists()
    right()
    assert keys(storages.quarantine()) == []


def test_wrong_secret_leaves_a_check_waiting_and_the_right_one_ends_it(receive, check, otherwise):
    stored = receive()
    right = otherwise(S3_SECRET_KEY="bukan-ini")
    for attempt in range(1, 8):  # more often than bytes that are lost are asked for
        check(stored, at=after(1000 * attempt))
        assert (stored.state, stored.last_trouble, stored.problem) == (State.QUARANTINE, "bytes-away", "")
    with pytest.raises(Http404):
        ask(stored)
    right()
    check(stored, at=after(20_000))
    assert (stored.state, stored.last_trouble) == (State.CLEAN, "")


@pytest.mark.parametrize(
    ("status", "code"),
    [(404, "NoSuchBucket"), (403, "AccessDenied"), (503, "SlowDown"), (500, "InternalError"), (502, "")],
)
@pytest.mark.parametrize("operation", ["GetObject", "PutObject"])
def test_whatever_else_the_bucket_answers_the_check_waits(receive, check, answered, operation, status, code):
    stored = receive()
    with answered(operation, status, code):
        for attempt in range(1, 7 if status == 404 else 2):  # what is lost is given up after five
            check(stored, at=after(1000 * attempt))
            assert (stored.state, stored.last_trouble) == (State.QUARANTINE, "bytes-away")
    assert check(stored, at=after(20_000)).state == State.CLEAN


def test_bytes_that_the_bucket_does_not_have_are_lost(receive, check):
    stored = receive()
    storages.quarantine().delete(stored.quarantine_key)
    for attempt in range(1, 6):
        check(stored, at=after(1000 * attempt))
    assert (stored.state, stored.problem) == (State.REJECTED, "lost")


def test_quarantined_bytes_that_could_not_be_removed_are_removed_later(receive, check, monkeypatch):
    stored = receive()
    monkeypatch.setattr(bucket.Bucket, "delete", lambda *_: (_ for _ in ()).throw(storages.Away("contoh")))
    assert check(stored).state == State.CLEAN
    assert stored.quarantine_key
    sweeping.sweep(now=after(60))
    monkeypatch.undo()
    sweeping.sweep(now=after(60))
    stored.refresh_from_db()
    assert stored.quarantine_key == ""


@pytest.mark.parametrize("wrong", [{"S3_SECRET_KEY": "bukan-ini"}, {"S3_ENDPOINT_URL": "http://127.0.0.1:9"}])
def test_handing_out_says_that_the_storage_is_away(receive, check, otherwise, wrong):
    stored = check(receive())
    otherwise(**wrong)
    with pytest.raises(Unavailable):
        ask(stored)


def test_one_that_takes_a_call_and_never_answers_is_away(otherwise, monkeypatch):
    monkeypatch.setattr(bucket, "_CONFIG", bucket._CONFIG.merge(bucket.Config(read_timeout=0.05)))
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        otherwise(S3_ENDPOINT_URL=f"http://127.0.0.1:{silent.getsockname()[1]}")
        for ask_it in (
            lambda place: place.exists("contoh"),
            lambda place: place.open("contoh"),
            lambda place: place.save("contoh", ContentFile(b"contoh")),
            lambda place: place.delete("contoh"),
            lambda place: place.listdir("contoh"),
            lambda place: place.size("contoh"),
        ):
            with pytest.raises(storages.Away):
                ask_it(storages.clean())


def test_every_wait_has_an_end():
    config = storages.clean().connection.meta.client.meta.config
    assert (config.connect_timeout, config.read_timeout) == (3, 15)
    assert config.retries["total_max_attempts"] == 2


def test_bytes_go_again_when_the_row_is_refused(ayu):
    class Undone(Exception):
        pass

    def undone():
        upload = SimpleUploadedFile("surat.pdf", made.pdf())
        taken = actions.taken_in(upload, now=NOW, max_bytes=10 << 20, accept=("pdf",))
        with taken as received, transaction.atomic():
            actions.enter(received, by=ayu, now=NOW)
            raise Undone

    with pytest.raises(Undone):
        undone()
    assert keys(storages.quarantine()) == []
