import io

import pikepdf
import pypdfium2
import pytest
from django.core.files.storage import storages
from django.db import transaction

from applications.corrections.queries import open_points
from applications.documents import composing, photos
from applications.documents.actions import SlotClosed
from applications.documents.models import DocumentVersion
from applications.documents.queries import versions
from applications.lifecycle.states import Status
from perizinan.audit.models import AuditEntry
from perizinan.audit.verbs import sentence
from perizinan.files import storages as places
from perizinan.files.actions import Refused
from perizinan.files.models import Images, State, StoredFile
from tests import make
from tests.applications.documents import pictures
from tests.applications.documents.pictures import BLUE, GREEN, RED, WHITE, plain
from tests.make import NOW


@pytest.fixture
def case(cast):
    return make.draft(cast.ayu, filled=False)


@pytest.fixture
def slot(case, cast):
    return {"application_id": case.pk, "requirement": case.spec.requirement("permohonan")}


@pytest.fixture
def three(case, cast):
    return [pictures.add(case, cast.ayu, "permohonan", data=plain(colour)) for colour in (RED, GREEN, BLUE)]


@pytest.fixture
def compose(cast, slot):
    return lambda: composing.compose(**slot, by=cast.ayu, now=NOW)


def waiting_bytes(stored):
    with storages["quarantine"].open(stored.quarantine_key) as file:
        return file.read()


def colours(stored):
    """Of the middle of each page."""
    with pypdfium2.PdfDocument(waiting_bytes(stored)) as document:
        middles = [page.render(scale=0.2).to_pil().convert("RGB") for page in document]
    return [nearest(each.getpixel((each.width // 2, each.height // 2))) for each in middles]


def nearest(colour):
    return min((RED, GREEN, BLUE, WHITE), key=lambda known: sum(abs(a - b) for a, b in zip(known, colour, strict=True)))


def test_the_photos_become_the_next_version_in_their_order(three, compose, slot, case, cast):
    photos.move(**slot, photo_id=three[2].pk, step="up")
    version = compose()
    assert colours(version.stored) == [RED, BLUE, GREEN]
    assert (version.number, version.current, version.attached_by) == (1, True, cast.ayu)
    assert version.stored.name == "Surat permohonan bertanda tangan.pdf"


def test_the_pdf_goes_through_the_checks_like_any_upload(three, compose):
    stored = compose().stored
    assert (stored.state, stored.accept) == (State.QUARANTINE, ["pdf"])


def test_turn_and_crop_are_in_the_pdf(case, cast, slot, compose):
    photo = pictures.add(case, cast.ayu, "permohonan", data=pictures.jpeg((60, 80)))
    photos.turn(**slot, photo_id=photo.pk)
    photos.crop(**slot, photo_id=photo.pk, turn=90, box=(0, 0, 0.5, 0.5))
    stored = compose().stored
    assert colours(stored) == [WHITE]  # lower left before the turn
    with pikepdf.open(io.BytesIO(waiting_bytes(stored))) as document:
        inside = document.pages[0].Resources.XObject.Foto
        assert (inside.Width, inside.Height) == (40, 30)  # what was cut off is gone


def test_the_audit_says_which_photos(three, compose, case):
    version = compose()
    entry = AuditEntry.objects.get(verb="document.compose")
    assert entry.data["photos"] == [str(photo.stored_id) for photo in three]
    assert entry.data["file"] == str(version.stored_id)
    assert sentence(entry).endswith(f"menyatukan 3 foto menjadi dokumen permohonan versi 1 pada {case.audit_label}")
    assert AuditEntry.objects.filter(verb="document.attach").count() == 1


def test_the_photos_stay_so_that_it_can_be_made_again(three, compose, slot, case):
    first = compose()
    photos.turn(**slot, photo_id=three[0].pk)
    second = compose()
    assert [version.pk for version in versions(case, "permohonan")] == [second.pk, first.pk]
    assert len(photos.photos_of(case.pk, "permohonan")) == 3


def test_pressed_twice_it_makes_one_version(three, compose, case):
    assert compose() == compose()
    assert len(versions(case, "permohonan")) == 1
    assert StoredFile.objects.filter(name__endswith=".pdf").count() == 1
    assert len(quarantined()) == 4  # three photos and one PDF: what was made in vain is gone


def quarantined():
    place = storages["quarantine"]
    return place.listdir(f"{NOW:%Y/%m/%d}")[1]


def test_a_pdf_that_was_refused_is_made_anew(three, compose, case):
    pictures.refuse(compose().stored)
    compose()
    assert [version.number for version in versions(case, "permohonan")] == [2, 1]


def test_without_a_photo_there_is_nothing_to_make(compose):
    with pytest.raises(composing.NotReady) as missing:
        compose()
    assert (missing.value.waiting, missing.value.refused) == ([], [])


def test_it_says_which_photos_are_still_checked_and_which_cannot_be_used(case, cast, compose):
    made = [pictures.add(case, cast.ayu, "permohonan", ready=ready) for ready in (True, False, False, False, True)]
    pictures.refuse(made[2].stored)
    pictures.draw(made[3].stored)
    StoredFile.objects.filter(pk=made[3].stored_id).update(images=Images.MAKING)
    StoredFile.objects.filter(pk=made[4].stored_id).update(images=Images.FAILED)
    with pytest.raises(composing.NotReady) as missing:
        compose()
    assert (missing.value.waiting, missing.value.refused) == ([2, 4], [3, 5])
    assert not DocumentVersion.objects.filter(application=case).exists()


@pytest.mark.parametrize("change", ["turn", "remove"])
def test_what_changes_while_it_is_made_is_not_lost(three, compose, slot, case, cast, monkeypatch, change):
    bind = composing.sheets.bind

    def slowly(*args, **more):
        if change == "turn":
            photos.turn(**slot, photo_id=three[0].pk)
        else:
            photos.remove(**slot, photo_id=three[0].pk, by=cast.ayu, now=NOW)
        return bind(*args, **more)

    monkeypatch.setattr(composing.sheets, "bind", slowly)
    with pytest.raises(composing.PhotosChanged):
        compose()
    assert not versions(case, "permohonan")
    assert len(quarantined()) == 3


def test_no_bytes_move_inside_a_transaction(three, compose):
    with transaction.atomic(), pytest.raises(places.InTransaction):
        compose()


def test_it_stays_below_the_limit(three, compose, settings):
    settings.FILES_MAX_BYTES = 20_000
    assert compose().stored.size <= 20_000


def test_the_office_has_the_case(cast):
    case = make.application(cast, status=Status.SUBMITTED)
    with pytest.raises(SlotClosed):
        composing.compose(application_id=case.pk, requirement=case.spec.requirement("ktp"), by=cast.ayu, now=NOW)


def test_a_returned_document_is_mended_by_it(cast):
    case = make.application(cast, status=Status.RETURNED)
    pictures.add(case, cast.ayu, "ktp", data=plain(RED))
    slot = {"application_id": case.pk, "requirement": case.spec.requirement("ktp")}
    version = composing.compose(**slot, by=cast.ayu, now=NOW)
    assert version.round == 2
    assert [point.reply for point in open_points(case)] == ["mended"]


def test_a_full_quota_stops_composing_too(three, compose, settings):
    settings.UPLOAD_QUOTA_BYTES = sum(photo.stored.size for photo in three)
    with pytest.raises(Refused) as refused:
        compose()
    assert refused.value.code == "quota"


def test_a_picture_that_went_while_the_pdf_was_made(three, compose):
    places.clean().delete(three[1].stored.pages.get().key)
    with pytest.raises(composing.PhotosChanged):
        compose()
