import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from perizinan.files import actions, storages
from perizinan.files.actions import Refused
from perizinan.files.models import State, StoredFile
from tests.perizinan.files import made
from tests.perizinan.files.conftest import NOW


def test_the_upload_waits_in_quarantine(receive, ayu):
    data = made.pdf()

    stored = receive(data, name="surat permohonan.pdf")

    assert stored.state == State.QUARANTINE
    assert (stored.name, stored.size, stored.uploaded_by_id) == ("surat permohonan.pdf", len(data), ayu.pk)
    assert stored.sha256 == hashlib.sha256(data).hexdigest()
    assert storages.quarantine().open(stored.quarantine_key).read() == data
    assert (stored.key, stored.content_type, stored.checked_at) == ("", "", None)


def test_the_storage_never_sees_the_name(receive):
    stored = receive(name="surat rahasia.pdf")

    assert "rahasia" not in stored.quarantine_key
    assert ".pdf" not in stored.quarantine_key


def test_one_name_twice_gives_two_places(receive):
    assert receive().quarantine_key != receive().quarantine_key


def test_the_check_is_nudged_after_the_commit(receive, django_capture_on_commit_callbacks, monkeypatch):
    sent = []
    monkeypatch.setattr("perizinan.files.tasks.check_file.apply_async", lambda **call: sent.append(call))

    with django_capture_on_commit_callbacks(execute=True):
        stored = receive()
        assert sent == []

    assert sent == [{"args": (str(stored.pk),), "retry": False}]


def test_the_broker_may_be_away(receive, django_capture_on_commit_callbacks, monkeypatch):
    def refuse(**call):
        raise ConnectionRefusedError

    monkeypatch.setattr("perizinan.files.tasks.check_file.apply_async", refuse)

    with django_capture_on_commit_callbacks(execute=True):
        stored = receive()

    assert StoredFile.objects.get(pk=stored.pk).state == State.QUARANTINE


@pytest.mark.parametrize(
    ("data", "name", "code", "sentence"),
    [
        (b"", "a.pdf", "empty", "Berkas ini kosong. Buka dulu di perangkat Anda, lalu unggah lagi."),
        (
            bytes(14 << 20),
            "foto.jpg",
            "too-large-image",
            "Foto ini 14 MB, batasnya 10 MB. Foto ulang dengan ukuran lebih kecil, atau pilih PDF.",
        ),
        (
            bytes(10 << 20) + b"x",
            "a.pdf",
            "too-large",
            "Berkas ini 10 MB, batasnya 10 MB. Pindai ulang dengan resolusi 150 dpi, atau perkecil dulu.",
        ),
        (
            b"x",
            "surat.docx",
            "wrong-ending",
            "Berkas .docx tidak dapat kami terima. Unggah PDF atau foto JPG, PNG, WEBP, HEIC.",
        ),
    ],
)
def test_what_is_wrong_at_a_glance_is_refused_in_words(receive, data, name, code, sentence):
    with pytest.raises(Refused) as refused:
        receive(data, name=name)

    assert refused.value.code == code
    assert refused.value.sentence.replace("\N{NO-BREAK SPACE}", " ") == sentence
    assert not StoredFile.objects.exists()


def test_a_refused_upload_leaves_no_bytes(receive, tmp_path):
    with pytest.raises(Refused):
        receive(b"x" * 11, max_bytes=10)

    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_exactly_the_limit_is_taken(receive):
    assert receive(b"x" * 10, max_bytes=10).size == 10


@pytest.mark.parametrize("name", ["surat", "surat.pdf.exe", ".pdf", "surat.txt"])
def test_other_endings_are_refused(receive, name):
    with pytest.raises(Refused) as refused:
        receive(name=name)

    assert refused.value.code == "wrong-ending"


def test_a_kind_not_asked_for_is_refused(receive):
    with pytest.raises(Refused) as refused:
        receive(made.photo(), name="foto.jpg", accept=("pdf",))

    assert str(refused.value) == "Berkas .jpg tidak dapat kami terima. Unggah PDF."


def test_a_name_of_300_letters_is_shortened_and_said(receive):
    stored = receive(name="x" * 300 + ".pdf")

    assert stored.remarks == ["name-shortened"]
    assert len(stored.name) == 120


def test_a_stream_longer_than_it_claims_is_refused(ayu, files_settings):
    upload = SimpleUploadedFile("a.pdf", b"x" * 100)
    upload.size = 5

    with pytest.raises(Refused) as refused, actions.taken_in(upload, now=NOW, max_bytes=50, accept=("pdf",)):
        pass

    assert refused.value.code == "too-large"


@pytest.mark.django_db(transaction=True)
def test_the_row_needs_the_callers_transaction(ayu, files_settings):
    taken = actions.taken_in(SimpleUploadedFile("a.pdf", b"x"), now=NOW, max_bytes=50, accept=("pdf",))
    with pytest.raises(transaction.TransactionManagementError), taken as received:
        actions.enter(received, by=ayu, now=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", [storages.quarantine, storages.clean, storages.portal])
def test_bytes_do_not_move_while_a_transaction_is_open(files_settings, place):
    with pytest.raises(storages.InTransaction), transaction.atomic():
        place()


def test_bytes_whose_row_was_refused_go_again(files_settings):
    keys = []

    def refuse():
        upload = SimpleUploadedFile("a.pdf", b"x")
        with actions.taken_in(upload, now=NOW, max_bytes=50, accept=("pdf",)) as received:
            keys.append(received.key)
            assert storages.quarantine().exists(received.key)
            raise LookupError

    with pytest.raises(LookupError):
        refuse()
    assert not storages.quarantine().exists(keys[0])
