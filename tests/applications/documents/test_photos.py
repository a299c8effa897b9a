import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.documents import framing, photos, quota
from applications.documents.actions import SlotClosed
from applications.documents.models import Photo
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.audit.models import AuditEntry
from perizinan.audit.verbs import sentence
from perizinan.files import checking, removal, storages
from perizinan.files.actions import Refused
from perizinan.files.models import Leftover, State, StoredFile
from tests import make
from tests.applications.documents import pictures
from tests.make import NOW


@pytest.fixture
def case(cast):
    return make.draft(cast.ayu, filled=False)


@pytest.fixture
def slot(case):
    return {"application_id": case.pk, "requirement": case.spec.requirement("ktp")}


@pytest.fixture
def three(case, cast):
    return [pictures.add(case, cast.ayu, ready=False) for _ in range(3)]


def order(case):
    return [photo.pk for photo in photos.photos_of(case.pk, "ktp")]


def verbs(case):
    entries = AuditEntry.objects.filter(verb__startswith="document.photo").order_by("pk")
    return [entry.verb.partition(".")[2] for entry in entries]


def test_each_photo_waits_for_the_checks_behind_the_others(three, case, cast):
    assert order(case) == [photo.pk for photo in three]
    assert {photo.stored.state for photo in three} == {State.QUARANTINE}
    assert {tuple(photo.stored.accept) for photo in three} == {photos.PHOTO_KINDS}
    assert verbs(case) == ["photo"] * 3
    assert "mengunggah foto untuk dokumen ktp" in sentence(AuditEntry.objects.get(pk=last_entry()))


def last_entry():
    return AuditEntry.objects.order_by("-pk").values_list("pk", flat=True)[0]


def test_order_changes_one_place_at_a_time_and_stops_at_the_ends(three, case, slot):
    first, second, third = (photo.pk for photo in three)
    photos.move(**slot, photo_id=third, step="up")
    assert order(case) == [first, third, second]
    photos.move(**slot, photo_id=first, step="down")
    assert order(case) == [third, first, second]
    photos.move(**slot, photo_id=third, step="up")
    photos.move(**slot, photo_id=second, step="down")
    assert order(case) == [third, first, second]


def test_order_stays_sound_after_a_photo_was_removed(three, case, cast, slot):
    first, second, third = (photo.pk for photo in three)
    photos.remove(**slot, photo_id=second, by=cast.ayu, now=NOW)
    photos.move(**slot, photo_id=third, step="up")
    assert order(case) == [third, first]
    new = pictures.add(case, cast.ayu, ready=False)
    assert order(case) == [third, first, new.pk]


def test_four_turns_are_none(three, slot):
    turns = []
    for _ in range(4):
        photos.turn(**slot, photo_id=three[0].pk)
        turns.append(Photo.objects.get(pk=three[0].pk).turn)
    assert turns == [90, 180, 270, 0]


def test_a_crop_turns_with_its_picture(three, slot):
    photo = three[0]
    photos.crop(**slot, photo_id=photo.pk, turn=0, box=(0.1, 0.2, 0.7, 0.9))
    photos.turn(**slot, photo_id=photo.pk)
    photo.refresh_from_db()
    assert photo.crop == pytest.approx([0.1, 0.1, 0.8, 0.7])
    for _ in range(3):
        photos.turn(**slot, photo_id=photo.pk)
    photo.refresh_from_db()
    assert photo.crop == pytest.approx([0.1, 0.2, 0.7, 0.9])


def test_a_crop_of_the_picture_as_it_stood_before_a_turn(three, slot):
    photo = three[0]
    photos.turn(**slot, photo_id=photo.pk)
    photos.crop(**slot, photo_id=photo.pk, turn=0, box=(0.1, 0.2, 0.7, 0.9))
    photo.refresh_from_db()
    assert photo.crop == pytest.approx([0.1, 0.1, 0.8, 0.7])


@pytest.mark.parametrize("box", [(0.5, 0, 0.55, 1), (0, 0.6, 1, 0.4), (0, 0, float("nan"), 1)])
def test_a_crop_leaves_a_picture(three, slot, box):
    with pytest.raises(framing.BadCrop):
        photos.crop(**slot, photo_id=three[0].pk, turn=0, box=box)


def test_the_whole_picture_is_no_crop(three, slot):
    photos.crop(**slot, photo_id=three[0].pk, turn=0, box=(0, 0, 0.5, 1))
    photos.crop(**slot, photo_id=three[0].pk, turn=0, box=(-1, 0, 1, 2))
    assert Photo.objects.get(pk=three[0].pk).crop is None


def test_a_retaken_photo_stands_where_the_old_one_stood(three, case, cast, slot):
    photo = three[1]
    photos.turn(**slot, photo_id=photo.pk)
    photos.crop(**slot, photo_id=photo.pk, turn=90, box=(0, 0, 0.5, 1))
    photos.retake(**slot, photo_id=photo.pk, upload=pictures.upload("baru.jpg"), by=cast.ayu, now=NOW)
    new = photos.photos_of(case.pk, "ktp")[1]
    assert (new.pk, new.stored.name, new.turn, new.crop) == (photo.pk, "baru.jpg", 0, None)
    entry = AuditEntry.objects.get(verb="document.photo-retake")
    assert entry.data["before"] == str(photo.stored_id)
    assert entry.data["file"] == str(new.stored_id)


def test_another_photo_of_the_slot_takes_the_place_of_one(three, case, cast, slot):
    first, second, third = three
    photos.put_in_place(**slot, photo_id=first.pk, taken_id=third.pk, by=cast.ayu, now=NOW)
    now_there = photos.photos_of(case.pk, "ktp")
    assert [photo.stored_id for photo in now_there] == [third.stored_id, second.stored_id]
    assert now_there[0].pk == first.pk
    assert verbs(case)[-1] == "photo-retake"


def test_removing_is_noted_once(three, case, cast, slot):
    for _ in range(2):
        photos.remove(**slot, photo_id=three[0].pk, by=cast.ayu, now=NOW)
    assert verbs(case) == ["photo"] * 3 + ["photo-remove"]


def test_a_photo_that_is_gone_is_said(three, cast, slot):
    gone = three[0].pk
    photos.remove(**slot, photo_id=gone, by=cast.ayu, now=NOW)
    new = {"upload": pictures.upload(), "by": cast.ayu, "now": NOW}
    for act, more in [
        (photos.move, {"step": "up"}),
        (photos.turn, {}),
        (photos.crop, {"turn": 0, "box": (0, 0, 0.5, 1)}),
        (photos.retake, new),
        (photos.put_in_place, {"taken_id": three[1].pk, "by": cast.ayu, "now": NOW}),
    ]:
        with pytest.raises(photos.PhotoGone):
            act(**slot, photo_id=gone, **more)


def test_a_photo_of_another_slot_or_case_is_not_there(three, cast, slot):
    other = make.draft(cast.eko, filled=False)
    theirs = pictures.add(other, cast.eko, ready=False)
    elsewhere = pictures.add(Photo.objects.get(pk=three[0].pk).application, cast.ayu, "pengantar", ready=False)
    for foreign in (theirs, elsewhere):
        with pytest.raises(photos.PhotoGone):
            photos.turn(**slot, photo_id=foreign.pk)


def test_a_slot_takes_so_many_photos(case, cast, slot, monkeypatch):
    monkeypatch.setattr(photos, "MOST", 2)
    for _ in range(2):
        pictures.add(case, cast.ayu, ready=False)
    before = StoredFile.objects.count()
    with pytest.raises(photos.TooMany, match="Sudah ada 2 foto di sini"):
        pictures.add(case, cast.ayu, ready=False)
    assert StoredFile.objects.count() == before


@pytest.mark.parametrize("bad", [pictures.upload("surat.pdf"), pictures.upload("foto.jpg", b"x" * 2000)])
def test_what_is_no_photo_or_too_large_is_refused_at_once(case, cast, slot, bad, settings):
    settings.FILES_MAX_BYTES = 1000
    with pytest.raises(Refused):
        photos.add(**slot, upload=bad, by=cast.ayu, now=NOW)
    assert not Photo.objects.exists()


def test_photos_count_in_the_quota(three, case, cast, slot, settings):
    settings.UPLOAD_QUOTA_BYTES = sum(photo.stored.size for photo in three) + 1
    with pytest.raises(Refused) as refused:
        photos.add(**slot, upload=pictures.upload(), by=cast.ayu, now=NOW)
    assert refused.value.code == "quota"


@pytest.mark.parametrize("key", ["proposal", "pasfoto"])
def test_only_a_slot_for_photos_and_pdf_takes_them(case, cast, key):
    """A proposal is a PDF, a portrait is a photo."""
    with pytest.raises(SlotClosed):
        pictures.add(case, cast.ayu, key, ready=False)


def test_photos_stand_still_while_the_office_has_the_case(cast):
    case = make.application(cast, status=Status.SUBMITTED)
    slot = {"application_id": case.pk, "requirement": case.spec.requirement("ktp")}
    with pytest.raises(SlotClosed):
        photos.add(**slot, upload=pictures.upload(), by=cast.ayu, now=NOW)
    photo = Photo.objects.create(
        application=case,
        requirement_key="ktp",
        stored=make.stored(cast.ayu),
        position=1,
        added_by=cast.ayu,
        added_at=NOW,
    )
    for act, more in [
        (photos.move, {"step": "up"}),
        (photos.turn, {}),
        (photos.remove, {"by": cast.ayu, "now": NOW}),
        (photos.retake, {"upload": pictures.upload(), "by": cast.ayu, "now": NOW}),
    ]:
        with pytest.raises(SlotClosed):
            act(**slot, photo_id=photo.pk, **more)


def test_every_change_holds_the_case(three, case, slot):
    for act, more in [(photos.move, {"step": "up"}), (photos.turn, {})]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            act(**slot, photo_id=three[1].pk, **more)
        first = next(query["sql"] for query in queries if query["sql"].startswith("SELECT"))
        assert "FOR UPDATE" in first
        assert "applications_application" in first


def test_of_many_at_once_none_passes_the_quota(case, cast, slot, settings, monkeypatch):
    real = photos._taken_in

    def others_came_first(*args):
        settings.UPLOAD_QUOTA_BYTES = 10
        return real(*args)

    monkeypatch.setattr(photos, "_taken_in", others_came_first)
    with pytest.raises(Refused) as refused:
        photos.add(**slot, upload=pictures.upload(), by=cast.ayu, now=NOW)
    assert refused.value.code == "quota"
    assert not order(case)


def test_a_returned_case_counts_in_the_quota_with_what_is_not_sent_yet(cast):
    case = make.application(cast, status=Status.RETURNED)
    assert quota.used(cast.ayu) == 0
    mended = make.attach(case, "ktp", cast.ayu)
    assert mended.round > case.round
    assert quota.used(cast.ayu) == mended.stored.size
    Application.objects.filter(pk=case.pk).update(status=Status.WITHDRAWN, closed_at=NOW)
    assert quota.used(cast.ayu) == 0  # nobody could remove it any more


def test_a_photo_that_goes_while_a_worker_has_it_leaves_no_bytes(three, slot, cast):
    """Whatever its attempts may have copied is looked for, once no worker can write it any more."""
    stored = checking.claim(pk=three[0].stored_id, now=NOW)
    killed_after_copying = storages.clean().save(f"{stored.quarantine_key}-1", ContentFile(b"%PDF"))
    photos.remove(**slot, photo_id=three[0].pk, by=cast.ayu, now=NOW)
    removal.sweep(now=NOW)
    assert not storages.quarantine().exists(stored.quarantine_key)
    removal.sweep(now=stored.lease_until)
    assert not storages.clean().exists(killed_after_copying)
    assert not Leftover.objects.exists()


def test_what_was_settled_since_the_photo_was_read_is_forgotten_too(three, case):
    seen = StoredFile.objects.get(pk=three[0].stored_id)
    pictures.draw(three[0].stored)
    Photo.objects.filter(pk=three[0].pk).delete()
    removal.forget([seen], now=NOW)
    assert set(Leftover.objects.filter(quarantined=False).values_list("key", flat=True)) == {three[0].stored.key}
