import threading
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
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
from tests.applications.documents import pictures

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
    removal.sweep(now=NOW + 2 * KEPT)
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
    removal.sweep(now=NOW + 2 * KEPT)
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


def test_photos_of_a_case_that_was_sent_just_now_stay(cast):
    """It may be returned tomorrow, and the pages are not to be photographed again."""
    case = make.draft(cast.ayu, filled=False)
    pictures.add(case, cast.ayu)
    late = NOW + retention.PHOTOS_KEPT + timedelta(days=30)
    Application.objects.filter(pk=case.pk).update(status=Status.SUBMITTED, submitted_at=late - timedelta(hours=1))
    assert retention.drop_photos(now=late) == 0
    assert retention.drop_photos(now=late + retention.PHOTOS_KEPT) == 1


# --- a document is used again just while its draft expires


def meanwhile(monkeypatch, where, name, act, other):
    """`other` begins in another connection when `act` has done its `name`, and has half a second before it goes on."""
    done, found, real = threading.Event(), [], getattr(where, name)

    def paused(*args, **more):
        result = real(*args, **more)
        done.set()
        time.sleep(0.5)
        return result

    def run():
        done.wait(10)
        try:
            found.append(other())
        except Exception as trouble:  # noqa: BLE001  (looked at by the test)
            found.append(trouble)
        connection.close()

    monkeypatch.setattr(where, name, paused)
    thread = threading.Thread(target=run)
    thread.start()
    act()
    thread.join()
    return found[0]


@pytest.fixture
def both(draft, cast):
    other = make.draft(cast.ayu, filled=False)
    old = DocumentVersion.objects.get(application=draft, requirement_key="ktp")
    more = {"application_id": other.pk, "requirement": other.spec.requirement("ktp"), "version_id": old.pk}
    return (
        old.stored_id,
        lambda: retention.expire(application_id=draft.pk, now=NOW + KEPT * 2),
        lambda: reuse.reuse(**more, by=cast.ayu, now=NOW + KEPT * 2),
    )


@pytest.mark.django_db(transaction=True)
def test_what_another_case_takes_first_stays(both, monkeypatch):
    stored, expire, take = both
    assert meanwhile(monkeypatch, reuse, "record", take, expire) is True
    assert DocumentVersion.objects.get(stored=stored).current
    assert StoredFile.objects.filter(pk=stored).exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_removed_first_is_not_there_to_take(both, monkeypatch):
    stored, expire, take = both
    assert isinstance(meanwhile(monkeypatch, retention.moves, "move", expire, take), reuse.NotYours)
    assert not StoredFile.objects.filter(pk=stored).exists()
