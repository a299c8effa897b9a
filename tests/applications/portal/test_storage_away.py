"""What an applicant reads while the storage of files does not answer."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.documents.models import DocumentVersion
from perizinan.files import storages
from perizinan.files.models import StoredFile
from tests import make
from tests.applications.portal.conftest import said
from tests.applications.portal.pages import go
from tests.buckets import keep_in
from tests.perizinan.files.made import pdf

NOBODY = {
    "S3_BUCKET": "contoh",
    "S3_QUARANTINE_BUCKET": "contoh",
    "S3_ENDPOINT_URL": "http://127.0.0.1:9",
    "S3_ACCESS_KEY": "contoh",
    "S3_SECRET_KEY": "contoh",
}


@pytest.fixture
def case(cast, client):
    client.force_login(cast.ayu)
    return make.draft(cast.ayu, filled=False)


@pytest.fixture
def nobody_answers(case, settings, monkeypatch):
    keep_in(NOBODY, settings, monkeypatch)


def send(client, case, **headers):
    return client.post(go("document", case, "ktp"), {"file": SimpleUploadedFile("ktp.pdf", pdf())}, headers=headers)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["whole page", "row"])
def test_an_upload_is_answered_with_a_sentence_beside_its_slot(client, case, nobody_answers, headers):
    answer = send(client, case, **headers)
    assert answer.status_code == 422  # the status that htmx puts into the row
    assert "Tempat penyimpanan sedang tidak menjawab, jadi berkas ini belum kami terima." in said(answer)
    assert "Isian Anda yang lain tetap tersimpan." in said(answer)
    assert not DocumentVersion.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_download_says_come_back_and_the_file_is_still_there(client, cast, case, settings, monkeypatch):
    version = make.attach(case, "ktp", cast.ayu)
    StoredFile.objects.update(key=storages.clean().save("2026/11/24/contoh", ContentFile(b"contoh")))
    usual = settings.STORAGES
    keep_in(NOBODY, settings, monkeypatch)
    answer = client.get(go("download", case, "ktp", version.number))
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "Tempat penyimpanan sedang tidak menjawab" in said(answer)
    settings.STORAGES = usual
    assert client.get(go("download", case, "ktp", version.number)).getvalue() == b"contoh"
