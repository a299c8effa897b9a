from dataclasses import replace
from datetime import timedelta

import pytest

from applications.documents.queries import slots
from applications.lifecycle.states import Status
from applications.portal.looks import slot_row
from applications.portal.turn import deadline_sentence
from perizinan.files.models import State
from tests import make

pytestmark = pytest.mark.django_db


def row(case, *, may_change):
    slot = next(slot for slot in slots(case, {}) if slot.requirement.key == "ktp")
    return slot_row(case, slot, may_change=may_change)


def test_what_an_officer_refused_is_not_called_received(cast):
    case = make.application(cast, status=Status.RETURNED)
    assert row(case, may_change=True)["say"] == "Berkas lama"
    assert row(case, may_change=False)["say"] == "Diterima"
    make.attach(case, "ktp", cast.ayu)
    assert row(case, may_change=True)["say"] == "Diterima"


def test_a_row_to_read_stays_one_when_the_verdict_comes(cast, client):
    case = make.application(cast, status=Status.RETURNED)
    make.attach(case, "ktp", cast.ayu, state=State.QUARANTINE)
    client.force_login(cast.ayu)
    for may_change, name in ((False, "terkirim-ktp"), (True, "dokumen-ktp")):
        part = client.get(row(case, may_change=may_change)["poll"], headers={"HX-Request": "true"}).content.decode()
        assert (f'id="{name}"' in part, 'type="file"' in part) == (True, may_change)


def test_limits_stand_where_a_file_can_be_chosen(cast):
    case = make.draft(cast.ayu)
    assert "10" in row(case, may_change=True)["limits"]
    assert "limits" not in row(case, may_change=False)


def test_a_slot_that_takes_word_says_so_and_offers_it(cast):
    case = make.draft(cast.ayu)
    slot = next(slot for slot in slots(case, {}) if slot.requirement.key == "ktp")
    taking = slot.requirement.model_copy(update={"accept": ("pdf", "image", "docx")})
    shown = slot_row(case, replace(slot, requirement=taking), may_change=True)
    assert shown["limits"].replace("\u00a0", " ") == "Foto, PDF atau Word, paling besar 10 MB"
    assert ".docx,application/vnd.openxmlformats" in shown["accept"]


def test_a_late_completeness_check_promises_no_past_day(cast):
    case = make.application(cast)
    assert "sampai" in deadline_sentence(case, case.due_on, 0)
    assert "Kami mohon maaf" in deadline_sentence(case, case.due_on + timedelta(days=1), 0)


def stopped(case, by, *, offset, key="ktp"):
    from applications.documents.models import Upload
    from tests.make import NOW

    return Upload.objects.create(
        application=case, requirement_key=key, owner=by, name="surat.pdf", length=1000, offset=offset,
        created_at=NOW, expires_at=NOW + timedelta(days=3),
    )  # fmt: skip


def part(client, case, **query):
    address = f"/permohonan/{case.number}/dokumen/ktp/"
    return client.get(address, query, headers={"HX-Request": "true"}).content.decode().replace("\u00a0", " ")


def test_an_upload_that_stopped_says_where_and_how_to_go_on(cast, client):
    case = make.draft(cast.ayu, filled=False)
    upload = stopped(case, cast.ayu, offset=459)
    client.force_login(cast.ayu)
    shown = part(client, case)
    assert "surat.pdf berhenti di 45 %. Pilih berkas yang sama untuk melanjutkan." in shown
    assert f'data-drop="/permohonan/{case.number}/dokumen/ktp/unggahan/{upload.pk}/"' in shown
    assert "surat.pdf berhenti" in client.get(f"/permohonan/{case.number}/isi/").content.decode().replace("\u00a0", " ")


def test_an_upload_that_is_all_here_is_asked_for_again(cast, client):
    case = make.draft(cast.ayu, filled=False)
    stopped(case, cast.ayu, offset=1000)
    client.force_login(cast.ayu)
    shown = part(client, case)
    assert "surat.pdf sedang kami terima." in shown
    assert "hx-get" in shown
    assert "data-drop" not in shown


@pytest.mark.parametrize(("before", "said"), [(3, ""), (4, "Nomor 5 dalam antrean"), (100, "Lebih dari 100 berkas")])
def test_the_place_in_the_line_is_said_when_the_wait_is_worth_it(cast, client, before, said):
    from perizinan.files.models import StoredFile

    case = make.draft(cast.ayu, filled=False)
    version = make.attach(case, "ktp", cast.ayu, state=State.QUARANTINE)
    mine = StoredFile.objects.get(pk=version.stored_id)
    StoredFile.objects.bulk_create(
        StoredFile(name="lain.pdf", size=1, sha256="0" * 64, quarantine_key="x", uploaded_by=cast.eko,
                   created_at=mine.created_at - timedelta(seconds=1))
        for _ in range(before)
    )  # fmt: skip
    client.force_login(cast.ayu)
    shown = part(client, case)
    assert said in shown
    assert ("antrean pemeriksaan" in shown or "diperiksa lebih dulu" in shown) == bool(said)


def test_the_row_asks_on_quietly_while_page_images_are_made(cast, client):
    from perizinan.files.models import Images, StoredFile

    case = make.draft(cast.ayu, filled=False)
    version = make.attach(case, "ktp", cast.ayu)
    client.force_login(cast.ayu)
    for images, asks in ((Images.WAITING, True), (Images.MAKING, True), (Images.READY, False)):
        StoredFile.objects.filter(pk=version.stored_id).update(images=images)
        shown = part(client, case)
        assert ("data-quiet" in shown) == asks
        assert "Muat ulang" not in shown
