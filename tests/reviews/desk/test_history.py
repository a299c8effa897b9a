from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import translation

from applications.documents import actions as documents
from applications.drafting import actions as drafting
from applications.lifecycle.states import Status
from perizinan.audit.actions import record
from reviews.assignments.actions import claim
from reviews.checklists.models import Judgement
from tests import make
from tests.reviews.desk.conftest import page, version


def test_history_tells_moves_and_reading(cast, desk, words):
    case = make.application(cast, status=Status.RETURNED)
    browser = desk(cast.hadi)
    browser.get(page(case))
    told = words(browser.get(page(case, "riwayat/")))
    assert "Pukul 10.00 WIB Budi (contoh) mengembalikannya." in told
    assert f'Hadi (contoh) membuka <span class="number">{case.number}</span>' in told


@pytest.mark.parametrize("language", ["id", "en"])
def test_history_names_documents_answers_and_stages_by_their_titles(cast, desk, language):
    case = make.draft(cast.ayu)
    letter = SimpleUploadedFile("surat.pdf", b"%PDF-1.7 contoh")
    requirement = case.spec.requirement("keabsahan")
    documents.attach(application_id=case.pk, requirement=requirement, upload=letter, by=cast.ayu, now=make.NOW)
    make.attach(case, "keabsahan", cast.ayu)
    drafting.submit(application_id=case.pk, by=cast.ayu, now=make.NOW)
    claim(item_id=make.item(case).pk, by=cast.budi, now=make.NOW)
    make.judge(case, cast.budi, mend={"judul": "Samakan dengan proposal."})
    browser = desk(cast.budi)
    browser.get(page(case, f"dokumen/{version(case, 'taat_hukum').pk}/"))
    browser.cookies["bahasa"] = language
    entries = {entry.sentence for entry in browser.get(page(case, "riwayat/")).context["entries"]}
    with translation.override(language):
        spec, number = case.spec, case.number
        law, valid = str(spec.requirement("taat_hukum").name), str(spec.requirement("keabsahan").name)
        wanted = str(Judgement.MEND.label)
        title, stage = str(spec.field("judul").label), str(spec.stage("kelengkapan").name)
    told = {
        "id": {
            f"Pemohon mengunggah dokumen {valid} versi 2 pada {number}",
            f"Budi (contoh) membuka {law} versi 1",
            f"Budi (contoh) menilai {title} pada {number}: Perlu diperbaiki",
            f"Budi (contoh) menilai {law} pada {number}: Sesuai",
            f"Budi (contoh) mengambil kasus {number} ({stage})",
        },
        "en": {
            f"Applicant uploaded version 2 of document {valid} to {number}",
            f"Budi (contoh) assessed {title} in {number}: {wanted}",
        },
    }[language]
    assert told - entries == set()


def test_a_key_that_the_version_does_not_know_stays(cast, desk):
    case = make.application(cast)
    data = {"kind": "document", "key": "dulu", "judgement": "Sesuai"}
    with transaction.atomic():
        record(verb="case.judge", by=cast.budi, subject=case, now=make.NOW, data=data)
    entries = desk(cast.budi).get(page(case, "riwayat/")).context["entries"]
    assert entries[0].sentence == f"Budi (contoh) menilai dulu pada {case.number}: Sesuai"


def test_the_clock_is_explained_day_by_day(cast, desk, words):
    case = make.application(cast, status=Status.IN_REVIEW, stage="rekomendasi", now=make.NOW - timedelta(days=5))
    told = words(desk(cast.citra).get(page(case, "hitungan/")))
    assert "Hari kerja ke-1" in told
    assert "Akhir pekan" in told
