import base64
import hashlib
import threading
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.documents import photos, staging, sweeping, uploads
from applications.documents.models import Upload
from applications.documents.queries import versions
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.files import storages
from perizinan.files.models import StoredFile
from tests import make
from tests.make import NOW

DATA = b"%PDF-1.7 contoh " + bytes(range(256)) * 40
LENGTH = len(DATA)
SHA = hashlib.sha256(DATA).hexdigest()
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def case(cast):
    return make.draft(cast.ayu, filled=False)


@pytest.fixture
def ayu(cast, client):
    client.force_login(cast.ayu)
    return client


def described(**words):
    return ",".join(f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in words.items())


def create(client, case, *, key="ktp", name="ktp.pdf", length=LENGTH, **words):
    headers = TUS | {"Upload-Length": str(length), "Upload-Metadata": described(filename=name, **words)}
    return client.post(reverse("portal:uploads", args=[case.number, key]), headers=headers)


def begun(client, case, **more):
    answer = create(client, case, **more)
    assert answer.status_code == 201, answer.content
    return answer.headers["Location"]


def patch(client, address, data, offset, **headers):
    return client.patch(
        address,
        data,
        content_type="application/offset+octet-stream",
        headers=TUS | {"Upload-Offset": str(offset)} | headers,
    )


def row():
    return Upload.objects.get()


def stored_bytes(case, key="ktp"):
    with storages.quarantine().open(versions(case, key)[0].stored.quarantine_key) as file:
        return file.read()


def pieces_on_disk(settings):
    return sorted(path.name for path in settings.UPLOADS_DIR.glob("*")) if settings.UPLOADS_DIR.exists() else []


# --- core


def test_a_file_in_pieces_is_the_same_file_in_its_slot(ayu, case, cast, settings, nudged):
    address = begun(ayu, case, sha256=SHA)
    for begin in range(0, len(DATA), 4000):
        answer = patch(ayu, address, DATA[begin : begin + 4000], begin)
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(min(begin + 4000, len(DATA))))
    [version] = versions(case, "ktp")
    assert (version.stored.sha256, version.stored.name, version.attached_by) == (SHA, "ktp.pdf", cast.ayu)
    assert stored_bytes(case) == DATA
    assert not Upload.objects.exists()
    assert pieces_on_disk(settings) == []
    assert address.endswith(f"/{version.stored_id}/")


def test_head_tells_where_to_go_on_also_after_the_last_answer_was_lost(ayu, case):
    address = begun(ayu, case)
    patch(ayu, address, DATA[:100], 0)
    answer = ayu.head(address, headers=TUS)
    assert [answer.headers[n] for n in ("Upload-Offset", "Upload-Length", "Cache-Control", "Tus-Resumable")] == [
        "100", str(len(DATA)), "no-store", "1.0.0",
    ]  # fmt: skip
    patch(ayu, address, DATA[100:], 100)
    answer = ayu.head(address, headers=TUS)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (200, str(len(DATA)))


@pytest.mark.parametrize("offset", [0, 99, 101])
def test_a_piece_goes_only_where_the_last_one_ended(ayu, case, offset):
    address = begun(ayu, case)
    patch(ayu, address, DATA[:100], 0)
    answer = patch(ayu, address, b"x" * 50, offset)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "100")
    patch(ayu, address, DATA[100:], 100)
    assert stored_bytes(case) == DATA


def test_more_than_was_announced_is_refused_and_what_stood_stays(ayu, case):
    address = begun(ayu, case)
    patch(ayu, address, DATA[:100], 0)
    assert patch(ayu, address, DATA, 100).status_code == 413
    assert patch(ayu, address, DATA[100:], 100).status_code == 204
    assert stored_bytes(case) == DATA


def test_a_method_may_come_in_a_header(ayu, case):
    address = begun(ayu, case)
    headers = TUS | {"Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    answer = ayu.post(address, DATA, content_type="application/offset+octet-stream", headers=headers)
    assert answer.status_code == 204
    assert stored_bytes(case) == DATA
    assert ayu.post(address, headers=TUS).status_code == 404  # it is put away


def test_what_is_not_the_protocol_is_refused(ayu, case):
    address = begun(ayu, case)
    begin = reverse("portal:uploads", args=[case.number, "ktp"])
    old = ayu.patch(address, b"x", content_type="application/offset+octet-stream", headers={"Upload-Offset": "0"})
    assert (old.status_code, old.headers["Tus-Version"]) == (412, "1.0.0")
    assert ayu.patch(address, b"x", content_type="text/plain", headers=TUS | {"Upload-Offset": "0"}).status_code == 415
    assert patch(ayu, address, b"x", "").status_code == 400
    assert ayu.post(begin, headers=TUS | {"Upload-Length": "x"}).status_code == 400
    assert ayu.post(address, headers=TUS).status_code == 405
    answer = ayu.options(begin)
    assert (answer.status_code, answer.headers["Tus-Extension"]) == (204, "creation,termination,expiration")
    assert row().offset == 0


# --- who, and where


def test_only_the_owner_finds_an_upload(ayu, case, cast):
    address = begun(ayu, case)
    eko = Client()
    eko.force_login(cast.eko)
    for answer in (eko.head(address, headers=TUS), patch(eko, address, b"x", 0), eko.delete(address, headers=TUS)):
        assert answer.status_code == 404
    assert create(eko, case).status_code == 404
    assert row().offset == 0
    other = address.replace("/ktp/", "/proposal/")
    assert patch(ayu, other, b"x", 0).status_code == 404


def test_signed_out_is_said_with_401_and_the_upload_waits(ayu, case):
    address = begun(ayu, case)
    patch(ayu, address, DATA[:100], 0)
    for answer in (patch(Client(), address, DATA[100:], 100), Client().head(address), create(Client(), case)):
        assert answer.status_code == 401
    assert patch(ayu, address, DATA[100:], 100).status_code == 204


def test_a_script_of_another_site_cannot_send_a_piece(cast, case):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ayu)
    assert create(client, case).status_code == 403


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.ISSUED])
def test_nothing_begins_in_a_closed_slot(ayu, cast, status):
    answer = create(ayu, make.application(cast, status=status))
    assert (answer.status_code, answer.content.decode()) == (
        422,
        "Dokumen ini sedang kami periksa, jadi belum dapat diganti.",
    )


def test_a_slot_that_closed_on_the_way_takes_nothing(ayu, case, settings):
    address = begun(ayu, case)
    patch(ayu, address, DATA[:100], 0)
    Application.objects.filter(pk=case.pk).update(status=Status.WITHDRAWN, closed_at=NOW)
    assert patch(ayu, address, DATA[100:], 100).status_code == 422
    assert versions(case, "ktp") == []
    assert not Upload.objects.exists()
    assert pieces_on_disk(settings) == []
    assert not StoredFile.objects.exists()


# --- limits, said in words before a byte is sent


@pytest.mark.parametrize(
    ("more", "status", "sentence"),
    [
        ({"length": 11 << 20}, 413, "Berkas ini 11 MB, batasnya 10 MB. Pindai ulang"),
        ({"length": 0}, 422, "Berkas ini kosong."),
        ({"name": "ktp.exe"}, 422, "Berkas .exe tidak dapat kami terima."),
        ({"name": "x" * 400 + ".exe"}, 422, "Berkas .exe tidak dapat kami terima."),
        ({"photo": "1"}, 422, "Berkas .pdf tidak dapat kami terima."),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_at_once(ayu, case, more, status, sentence):
    answer = create(ayu, case, **more)
    assert answer.status_code == status
    assert sentence in answer.content.decode().replace("\u00a0", " ")
    assert not Upload.objects.exists()


def test_a_long_name_keeps_its_ending_and_is_said_to_be_shortened(ayu, case):
    patch(ayu, begun(ayu, case, name="a\0" + "b" * 400 + ".pdf"), DATA, 0)
    stored = versions(case, "ktp")[0].stored
    assert stored.name.endswith("b.pdf")
    assert stored.remarks == ["name-shortened"]


def test_the_quota_counts_drafts_and_what_is_on_its_way(ayu, case, settings):
    settings.UPLOAD_QUOTA_BYTES = 2 * len(DATA) + 10
    patch(ayu, begun(ayu, case), DATA, 0)
    begun(ayu, case, key="proposal")
    answer = create(ayu, case, key="pasfoto", name="a.jpg", length=11)
    assert answer.status_code == 422
    assert answer.content.decode().startswith("Berkas di semua draf Anda menjadi ")
    assert create(ayu, case, key="pasfoto", name="a.jpg", length=10).status_code == 201


def test_the_plain_form_counts_as_well(ayu, case, settings):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.UPLOAD_QUOTA_BYTES = len(DATA)
    begun(ayu, case, key="proposal", length=1)
    file = SimpleUploadedFile("ktp.pdf", DATA, content_type="application/pdf")
    answer = ayu.post(reverse("portal:document", args=[case.number, "ktp"]), {"file": file})
    assert (answer.status_code, versions(case, "ktp")) == (422, [])


def test_beginning_again_and_again_is_slowed_down(ayu, case, monkeypatch):
    monkeypatch.setattr("applications.portal.tus_views._BEGUN_PER_MINUTE", 2)
    assert [create(ayu, case).status_code for _ in range(3)] == [201, 201, 429]


def test_another_file_takes_the_place_of_one_that_was_not_finished(ayu, case, settings):
    old = begun(ayu, case)
    patch(ayu, old, DATA[:100], 0)
    begun(ayu, case, key="proposal")
    new = begun(ayu, case, name="lain.pdf")
    assert patch(ayu, old, DATA[100:], 100).status_code == 404
    assert Upload.objects.count() == 2
    assert pieces_on_disk(settings) == []
    assert patch(ayu, new, DATA, 0).status_code == 204


def test_the_bytes_must_be_those_that_the_browser_counted(ayu, case, settings):
    address = begun(ayu, case, sha256="0" * 64)
    answer = patch(ayu, address, DATA, 0)
    assert (answer.status_code, answer.content.decode()) == (
        460,
        "Isi berkas ini berubah saat kami simpan. Unggah lagi.",
    )
    assert versions(case, "ktp") == []
    assert not Upload.objects.exists()
    assert not StoredFile.objects.exists()
    assert pieces_on_disk(settings) == []


def test_photos_of_one_slot_may_come_side_by_side(ayu, case):
    from applications.documents.photos import photos_of

    one, two = (begun(ayu, case, name=f"{n}.jpg", photo="1") for n in (1, 2))
    patch(ayu, two, DATA, 0)
    patch(ayu, one, DATA, 0)
    assert [photo.stored.name for photo in photos_of(case.pk, "ktp")] == ["2.jpg", "1.jpg"]
    assert versions(case, "ktp") == []


# --- the end of an upload


def test_cancelled(ayu, case, settings):
    address = begun(ayu, case)
    patch(ayu, address, DATA[:100], 0)
    assert ayu.delete(address, headers=TUS).status_code == 204
    assert ayu.head(address, headers=TUS).status_code == 404
    assert pieces_on_disk(settings) == []


def test_every_piece_gives_it_another_three_days_then_it_goes(ayu, case, settings):
    address = begun(ayu, case)
    with time_machine.travel(NOW + timedelta(hours=70), tick=False):
        patch(ayu, address, DATA[:100], 0)
    later = NOW + timedelta(hours=141)
    sweeping.sweep(now=later)
    assert row().offset == 100
    late = NOW + timedelta(hours=142)
    with time_machine.travel(late, tick=False):
        assert ayu.head(address, headers=TUS).status_code == 410
        assert patch(ayu, address, DATA[100:], 100).status_code == 410
    sweeping.sweep(now=late)
    assert not Upload.objects.exists()
    assert pieces_on_disk(settings) == []


def test_bytes_without_a_row_go_after_an_hour(settings, db):
    import os
    import uuid

    pk = uuid.uuid4()
    with staging.held(pk) as file:
        staging.write(file, b"x", at=0)
    path = settings.UPLOADS_DIR / f"{pk}.part"
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    sweeping.sweep(now=NOW + timedelta(minutes=59))
    assert path.exists()
    sweeping.sweep(now=NOW + timedelta(minutes=61))
    assert not path.exists()


# --- killed in the middle


def test_bytes_that_were_written_but_not_committed_are_cut_off(ayu, case, monkeypatch):
    address = begun(ayu, case)
    patch(ayu, address, DATA[:100], 0)
    with staging.held(row().pk) as file:  # killed after the write, before the commit
        staging.write(file, b"half a piece", at=100)
    assert ayu.head(address, headers=TUS).headers["Upload-Offset"] == "100"
    patch(ayu, address, DATA[100:], 100)
    assert stored_bytes(case) == DATA


def test_an_offset_is_committed_only_for_bytes_on_the_disk(ayu, case, monkeypatch):
    address, order = begun(ayu, case), []
    fsync, update = staging.os.fsync, Upload.objects.filter().__class__.update
    monkeypatch.setattr(staging.os, "fsync", lambda file: (order.append("fsync"), fsync(file)))
    monkeypatch.setattr(
        Upload.objects.filter().__class__,
        "update",
        lambda rows, **columns: (order.append("commit"), update(rows, **columns))[1],
    )
    patch(ayu, address, DATA[:100], 0)
    assert order == ["fsync", "fsync", "commit"]  # the file, the folder that names it, the row


def killed_before_the_slot(ayu, case, monkeypatch):
    address = begun(ayu, case, sha256=SHA)
    with monkeypatch.context() as killed:
        killed.setattr(uploads, "finish", lambda **_: None)
        assert patch(ayu, address, DATA, 0).headers["Upload-Offset"] == str(len(DATA))
    assert row().all_here
    assert versions(case, "ktp") == []
    return address


def test_killed_before_the_slot_head_finishes_it(ayu, case, monkeypatch):
    address = killed_before_the_slot(ayu, case, monkeypatch)
    assert ayu.head(address, headers=TUS).headers["Upload-Offset"] == str(len(DATA))
    assert stored_bytes(case) == DATA
    assert not Upload.objects.exists()


def test_killed_before_the_slot_the_sweeper_finishes_it_once(ayu, case, monkeypatch, settings):
    killed_before_the_slot(ayu, case, monkeypatch)
    sweeping.sweep(now=NOW + timedelta(seconds=9))
    assert versions(case, "ktp") == []
    settings.UPLOAD_KEEP_HOURS = 0
    for _ in range(2):
        sweeping.sweep(now=NOW + timedelta(hours=100))  # all bytes are here, so it is never too late
    assert [version.number for version in versions(case, "ktp")] == [1]
    assert pieces_on_disk(settings) == []


def test_a_storage_that_is_away_leaves_the_upload_for_later(ayu, case, monkeypatch):
    killed_before_the_slot(ayu, case, monkeypatch)
    with monkeypatch.context() as away:
        away.setattr(storages.quarantine().__class__, "save", lambda *_args, **_more: (_ for _ in ()).throw(OSError()))
        sweeping.sweep(now=NOW + timedelta(minutes=1))
    assert row().all_here
    sweeping.sweep(now=NOW + timedelta(minutes=2))
    assert stored_bytes(case) == DATA


def test_bytes_that_are_gone_come_again(ayu, case, settings):
    address = begun(ayu, case)
    patch(ayu, address, DATA[:5000], 0)
    next(settings.UPLOADS_DIR.glob("*.part")).unlink()
    answer = patch(ayu, address, DATA[5000:], 5000)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "0")
    assert ayu.head(address, headers=TUS).headers["Upload-Offset"] == "0"
    patch(ayu, address, DATA, 0)
    assert stored_bytes(case) == DATA


def test_what_came_before_the_connection_broke_is_kept(case, cast):
    def broken():
        yield DATA[:100]
        raise ConnectionResetError

    begin = {"requirement": case.spec.requirement("ktp"), "as_photo": False, "name": "ktp.pdf", "sha256": ""}
    upload = uploads.begin(application=case, length=len(DATA), by=cast.ayu, now=NOW, **begin)
    with pytest.raises(ConnectionResetError):
        uploads.append(upload=upload, offset=0, pieces=broken(), now=NOW)
    assert row().offset == 100


def test_the_body_ends_where_the_connection_breaks(ayu, case, monkeypatch):
    from django.core.handlers.wsgi import LimitedStream

    address, read, left = begun(ayu, case), LimitedStream.read, [b"%PDF-", b"1.7"]

    def breaking(stream, size=-1):
        if not left:
            raise ConnectionResetError
        return left.pop(0)

    monkeypatch.setattr(LimitedStream, "read", breaking)
    answer = patch(ayu, address, DATA, 0)
    monkeypatch.setattr(LimitedStream, "read", read)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "8")
    patch(ayu, address, DATA[8:], 8)
    assert stored_bytes(case) == DATA


# --- two at once


def test_while_a_piece_is_written_another_is_told_to_wait(ayu, case):
    address = begun(ayu, case)
    with staging.held(row().pk):
        assert patch(ayu, address, DATA, 0).status_code == 423
        assert ayu.delete(address, headers=TUS).status_code == 423
        assert ayu.head(address, headers=TUS).headers["Upload-Offset"] == "0"
    assert patch(ayu, address, DATA, 0).status_code == 204


def two_at_once(case, cast, monkeypatch):
    """Both write before either commits, where nothing keeps them apart. Returns who was told that all went well."""
    begin = {"requirement": case.spec.requirement("ktp"), "as_photo": False, "name": "ktp.pdf", "sha256": ""}
    upload = uploads.begin(application=case, length=10, by=cast.ayu, now=NOW, **begin)
    both_wrote, write, well = threading.Barrier(2), staging.write, []

    def slowly(file, piece, *, at):
        write(file, piece, at=at)
        with suppress(threading.BrokenBarrierError):
            both_wrote.wait(timeout=1)

    def send(piece):
        from django.db import connection

        try:
            uploads.append(upload=upload, offset=0, pieces=[piece], now=NOW)
            well.append(piece)
        except (staging.Busy, uploads.WrongOffset):
            pass
        finally:
            connection.close()

    monkeypatch.setattr(staging, "write", slowly)
    threads = [threading.Thread(target=send, args=[letter * 5]) for letter in (b"a", b"b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with staging.held(upload.pk) as file:
        return well, file.read()


@pytest.mark.django_db(transaction=True)
def test_of_two_pieces_at_once_one_is_kept_whole(cast, case, monkeypatch):
    well, kept = two_at_once(case, cast, monkeypatch)
    assert [kept] == well


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_on_the_file_both_would_be_told_that_all_went_well(cast, case, monkeypatch):
    monkeypatch.setattr(staging.fcntl, "flock", lambda *_: None)
    well, kept = two_at_once(case, cast, monkeypatch)
    assert len(well) == 2
    assert [kept] != well


@pytest.mark.django_db(transaction=True)
def test_no_bytes_move_inside_a_transaction(cast, case):
    from django.db import transaction

    with transaction.atomic(), pytest.raises(storages.InTransaction), staging.held(case.version_id):
        raise AssertionError


def test_a_begin_does_not_wait_for_what_is_written_about_the_person(ayu, case):
    """FOR UPDATE would: every row that points at the person locks its key, and with the case locked that is a knot."""
    with CaptureQueriesContext(connection) as asked:
        begun(ayu, case)
    [lock] = [query["sql"] for query in asked if " FOR " in query["sql"]]
    assert "_user" in lock
    assert "FOR NO KEY UPDATE" in lock


def test_photos_on_their_way_are_no_more_than_a_slot_takes(ayu, case, monkeypatch):
    monkeypatch.setattr(photos, "MOST", 3)
    first = begun(ayu, case, name="a.jpg", photo="1")
    Upload.objects.update(created_at=NOW - timedelta(minutes=1))
    others = [begun(ayu, case, name="a.jpg", photo="1") for _ in range(3)]
    assert ayu.head(first, headers=TUS).status_code == 404
    assert [ayu.head(address, headers=TUS).status_code for address in others] == [200] * 3


def test_one_upload_in_trouble_holds_up_no_other(ayu, case, monkeypatch):
    address = begun(ayu, case)
    monkeypatch.setattr(uploads, "finish", lambda **_: None)
    patch(ayu, address, DATA, 0)
    monkeypatch.setattr(uploads, "finish", lambda **_: 1 / 0)
    sweeping.sweep(now=NOW + timedelta(minutes=1))
    assert row().all_here
