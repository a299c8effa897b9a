from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from applications.answers.models import AnswerSet
from applications.documents import reuse
from applications.documents.models import DocumentVersion
from applications.drafting import retention
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.audit.models import AuditEntry
from perizinan.files import removal, storages
from perizinan.files.models import Leftover, PageImage, State, StoredFile
from perizinan.outbox.models import Message
from tests import make

NOW = make.NOW
KEPT = timedelta(days=90)


@pytest.fixture
def draft(cast):
    """Complete, its last trace is of NOW."""
    case = make.draft(cast.ayu)
    Application.objects.filter(pk=case.pk).update(created_at=NOW)
    AnswerSet.objects.filter(application=case).update(saved_at=NOW)
    DocumentVersion.objects.filter(application=case).update(attached_at=NOW)
    return case


def bytes_of(stored):
    return storages.clean().exists(stored.key)


def with_bytes(version):
    """Real bytes and one page image behind a document of a made draft."""
    stored = version.stored
    stored.key = storages.clean().save("uji/berkas", ContentFile(b"%PDF"))
    stored.save(update_fields=["key"])
    page, thumb = (storages.clean().save(f"uji/{name}", ContentFile(b"jpg")) for name in ("hal", "kecil"))
    PageImage.objects.create(
        stored=stored, number=1, key=page, thumb_key=thumb, width=1, height=1, size=3, thumb_size=3, sha256="0" * 64
    )
    return [stored.key, page, thumb]


def expire_at(now):
    for pk in retention.forgotten(retention.cutoff(now)).values_list("pk", flat=True):
        retention.expire(application_id=pk, now=now)


def test_a_draft_is_kept_for_ninety_days_after_its_last_trace(draft):
    expire_at(NOW + KEPT)
    assert make.fresh(draft).status == Status.DRAFT
    expire_at(NOW + KEPT + timedelta(seconds=1))
    assert make.fresh(draft).status == Status.LAPSED


@pytest.mark.parametrize(("model", "column"), [(AnswerSet, "saved_at"), (DocumentVersion, "attached_at")])
def test_every_trace_counts(draft, model, column):
    one = model.objects.filter(application=draft).first()
    model.objects.filter(pk=one.pk).update(**{column: NOW + timedelta(days=1)})
    expire_at(NOW + KEPT + timedelta(hours=1))
    assert make.fresh(draft).status == Status.DRAFT


def test_what_was_typed_and_uploaded_is_no_more(draft):
    version = DocumentVersion.objects.filter(application=draft).select_related("stored").first()
    keys = with_bytes(version)
    expire_at(NOW + KEPT * 2)
    assert not AnswerSet.objects.filter(application=draft).exists()
    assert not DocumentVersion.objects.filter(application=draft).exists()
    assert not StoredFile.objects.filter(pk=version.stored_id).exists()
    removal.sweep()
    assert [key for key in keys if storages.clean().exists(key)] == []
    assert not Leftover.objects.exists()


def test_the_case_number_and_the_record_of_it_stay(draft, client, cast):
    expire_at(NOW + KEPT * 2)
    assert Message.objects.filter(kind="draft_expired", to=cast.ayu).count() == 1
    assert AuditEntry.objects.filter(verb="application.expire", subject_id=str(draft.pk)).exists()
    client.force_login(cast.ayu)
    page = client.get(f"/permohonan/{draft.number}/").content.decode()
    assert "isian dan dokumennya sudah kami hapus" in page
    assert client.get("/permohonan/").status_code == 200


def test_a_document_that_another_case_uses_stays(draft, cast):
    old = DocumentVersion.objects.filter(application=draft, stored__state=State.CLEAN).select_related("stored").first()
    keys = with_bytes(old)
    other = make.draft(cast.ayu, filled=False)
    requirement = other.spec.requirement(old.requirement_key)
    reuse.reuse(application_id=other.pk, requirement=requirement, version_id=old.pk, by=cast.ayu, now=NOW + KEPT)
    expire_at(NOW + KEPT + timedelta(hours=1))
    assert make.fresh(draft).status == Status.LAPSED
    removal.sweep()
    assert all(storages.clean().exists(key) for key in keys)


def test_told_a_week_before_and_once(draft, cast):
    before = NOW + KEPT - retention.WARNED_BEFORE
    assert not retention.warn(application_id=draft.pk, now=before - timedelta(days=1))
    for _again in range(2):
        assert retention.warn(application_id=draft.pk, now=before + timedelta(hours=1))
    told = Message.objects.get(kind="draft_expiring", to=cast.ayu)
    assert told.context["until"] == timezone.localdate(NOW + KEPT).isoformat()


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_sent_cases_and_permits_are_never_removed(draft, status):
    closed = {"closed_at": NOW} if status in {"ISSUED", "REJECTED", "WITHDRAWN", "LAPSED", "TRANSFERRED"} else {}
    Application.objects.filter(pk=draft.pk).update(status=status, submitted_at=NOW, **closed)
    assert not retention.expire(application_id=draft.pk, now=NOW + KEPT * 40)
    assert AnswerSet.objects.filter(application=draft).exists()
    assert DocumentVersion.objects.filter(application=draft).exists()
