import re

import pytest
from django.contrib.messages import get_messages
from PIL import Image

from applications.documents import photos
from applications.documents.queries import versions
from applications.lifecycle.states import Status
from applications.portal import photo_views
from perizinan.files.models import StoredFile
from tests import make
from tests.applications.documents import pictures
from tests.applications.documents.pictures import RED, plain, upload
from tests.applications.portal.conftest import said
from tests.applications.portal.pages import go

HTMX = {"HX-Request": "true"}
KEY = "permohonan"


@pytest.fixture
def case(cast):
    return make.draft(cast.ayu, filled=False)


@pytest.fixture
def ayu(client, cast):
    client.force_login(cast.ayu)
    return client


@pytest.fixture
def three(case, cast):
    return [pictures.add(case, cast.ayu, KEY, data=plain(RED)) for _ in range(3)]


def row(case):
    return photos.photos_of(case.pk, KEY)


def places(page):
    return [int(pk) for pk in re.findall(r'<li class="photo" id="foto-(\d+)"', page.content.decode())]


def messages(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_several_photos_at_once_without_scripts(ayu, case):
    answer = ayu.post(go("photos", case, KEY), {"file": [upload("a.jpg"), upload("b.png"), upload("c.heic")]})
    assert answer.url == go("photos", case, KEY)
    assert [photo.stored.name for photo in row(case)] == ["a.jpg", "b.png", "c.heic"]
    page = said(ayu.get(answer.url))
    assert page.count("Sedang diperiksa") == 3
    assert "Jadikan satu PDF (3 halaman)" in page
    assert "Muat ulang untuk melihat hasil" in page


def test_what_cannot_be_taken_is_named_and_the_rest_is_there(ayu, case):
    answer = ayu.post(go("photos", case, KEY), {"file": [upload("a.jpg"), upload("surat.pdf"), upload("c.jpg")]})
    assert len(row(case)) == 2
    assert messages(answer)[0].startswith("surat.pdf: Berkas .pdf tidak dapat kami terima.")


def test_nothing_chosen_is_said(ayu, case):
    assert messages(ayu.post(go("photos", case, KEY))) == ["Pilih fotonya dulu."]


def test_an_empty_page_asks_for_the_first_photo(ayu, case):
    page = said(ayu.get(go("photos", case, KEY)))
    assert "Ambil atau pilih foto" in page
    assert "Jadikan satu PDF" not in page
    assert "paling besar 10 MB, sampai 20 foto" in page
    assert 'accept="image/*' in page
    assert "capture" not in page  # a phone offers both, its camera and its pictures


@pytest.mark.parametrize("part", [False, True])
def test_each_change_shows_the_photos_as_they_are_now(ayu, case, three, part):
    headers = HTMX if part else {}
    first, second, third = (photo.pk for photo in three)

    def press(name, pk, **typed):
        answer = ayu.post(go(name, case, KEY, pk), typed, headers=headers)
        assert answer.status_code == (200 if part else 302)
        return answer if part else ayu.get(answer.url)

    assert places(press("photo-order", third, step="up")) == [first, third, second]
    assert places(press("photo-order", first, step="down")) == [third, first, second]
    press("photo-turn", third)
    assert row(case)[0].turn == 90
    page = press("photo-removal", first)
    assert places(page) == [third, second]
    assert "<html" not in said(page) or not part


def test_the_focus_stays_with_a_photo_that_reached_the_end(ayu, case, three):
    answer = ayu.post(go("photo-order", case, KEY, three[1].pk), {"step": "up"}, headers=HTMX)
    assert re.search(rf'id="turun-{three[1].pk}"[^>]* autofocus', answer.content.decode())


def test_a_photo_removed_elsewhere_is_said(ayu, case, three, cast):
    requirement = case.spec.requirement(KEY)
    photos.remove(application_id=case.pk, requirement=requirement, photo_id=three[0].pk, by=cast.ayu, now=make.NOW)
    gone = "Foto ini sudah tidak ada. Mungkin sudah dihapus di halaman lain."
    part = ayu.post(go("photo-turn", case, KEY, three[0].pk), headers=HTMX)
    assert part.status_code == 422
    assert gone in said(part)
    for ask in (
        lambda: ayu.post(go("photo-order", case, KEY, three[0].pk), {"step": "up"}),
        lambda: ayu.get(go("photo", case, KEY, three[0].pk)),
        lambda: ayu.get(go("photo-crop", case, KEY, three[0].pk)),
    ):
        answer = ask()
        assert answer.url == go("photos", case, KEY)
        assert gone in said(ayu.get(answer.url))


def test_the_row_says_what_is_wrong_and_what_to_do(ayu, case, three):
    pictures.refuse(three[0].stored)
    StoredFile.objects.filter(pk=three[1].stored_id).update(remarks=["blurred"], facts={"blurred": [1]})
    StoredFile.objects.filter(pk=three[2].stored_id).update(images="FAILED")
    page = said(ayu.get(go("photos", case, KEY)))
    assert "Berkas ini rusak dan tidak dapat kami baca." in page
    assert "Foto ini buram." in page
    assert "Foto ini tidak dapat kami tampilkan. Foto ulang." in page


def test_a_sideways_photo_is_turned_here_and_then_fine(ayu, case, three):
    StoredFile.objects.filter(pk=three[0].stored_id).update(remarks=["sideways"], facts={"sideways": [1]})
    assert "menyamping. Tekan Putar." in said(ayu.get(go("photos", case, KEY)))
    ayu.post(go("photo-turn", case, KEY, three[0].pk))
    assert "menyamping" not in said(ayu.get(go("photos", case, KEY)))


def test_only_waiting_rows_are_asked_for_again(ayu, case, three, cast):
    waiting = pictures.add(case, cast.ayu, KEY, ready=False)
    page = said(ayu.get(go("photos", case, KEY)))
    assert f'hx-select-oob="#foto-{waiting.pk},#foto-jadikan"' in page
    assert "?lagi=0" in page
    again = said(ayu.get(go("photos", case, KEY), {"lagi": "2"}, headers=HTMX))
    assert "?lagi=3" in again
    assert "load delay:8s" in again


@pytest.mark.parametrize(
    ("states", "sentence"),
    [
        ([], "Belum ada foto. Tambahkan foto halaman pertama dulu."),
        ("rw", "Foto 2 masih kami periksa. Tunggu sebentar, lalu tekan lagi."),
        ("rwww", "Foto 2, 3 dan 4 masih kami periksa."),
        ("brb", "Foto 1 dan 3 tidak dapat dipakai. Foto ulang atau hapus dulu."),
    ],
)
def test_pressed_too_early_it_says_what_is_missing(ayu, case, cast, states, sentence):
    for state in states:
        photo = pictures.add(case, cast.ayu, KEY, ready=state == "r")
        if state == "b":
            pictures.refuse(photo.stored)
    answer = ayu.post(go("photos-pdf", case, KEY))
    assert answer.url == go("photos", case, KEY)
    assert messages(answer)[0].startswith(sentence)
    assert not versions(case, KEY)


def test_one_pdf_and_back_to_its_row(ayu, case, three):
    answer = ayu.post(go("photos-pdf", case, KEY))
    assert answer.url == f"{go('tasks', case)}#dokumen-{KEY}"
    page = said(ayu.get(go("tasks", case)))
    assert "Surat permohonan bertanda tangan.pdf" in page
    assert f'href="{go("photos", case, KEY)}"' in page
    assert len(row(case)) == 3


def test_a_returned_document_is_mended_on_the_page_of_the_case(ayu, cast):
    case = make.application(cast, status=Status.RETURNED)
    page = said(ayu.get(go("case", case)))
    assert f'href="{go("photos", case, "ktp")}"' in page
    pictures.add(case, cast.ayu, "ktp")
    assert f'href="{go("case", case)}#dokumen-ktp"' in said(ayu.get(go("photos", case, "ktp")))
    assert ayu.post(go("photos-pdf", case, "ktp")).url == f"{go('case', case)}#dokumen-ktp"


def test_the_row_offers_photos_only_where_they_become_a_pdf(ayu, case):
    page = said(ayu.get(go("tasks", case)))
    assert f'href="{go("photos", case, "ktp")}"' in page
    for key in ("proposal", "pasfoto"):
        assert f'href="{go("photos", case, key)}"' not in page
        assert ayu.get(go("photos", case, key)).status_code == 404


def test_while_the_office_has_the_case_it_says_so(ayu, cast):
    case = make.application(cast, status=Status.SUBMITTED)
    for answer in (ayu.get(go("photos", case, "ktp")), ayu.post(go("photos-pdf", case, "ktp"))):
        assert answer.url == f"{go('case', case)}#dokumen-ktp"
        assert messages(answer)[-1] == "Dokumen ini sedang kami periksa, jadi belum dapat diganti."
    part = ayu.post(go("photos", case, "ktp"), {"file": upload()}, headers=HTMX)
    assert part.headers["HX-Redirect"] == f"{go('case', case)}#dokumen-ktp"


def test_a_retaken_photo(ayu, case, three):
    page = said(ayu.get(go("photo", case, KEY, three[1].pk)))
    assert "Foto ulang halaman 2" in page
    ayu.post(go("photo", case, KEY, three[1].pk), {"file": upload("baru.jpg")})
    assert [photo.stored.name for photo in row(case)] == ["foto.jpg", "baru.jpg", "foto.jpg"]


def test_a_photo_sent_in_pieces_takes_the_place_of_the_old_one(ayu, case, cast, three):
    page = said(ayu.get(go("photo", case, KEY, three[1].pk)))
    action = re.search(r'action="([^"]*sejak=[^"]*)" data-upload', page).group(1)
    assert "data-hand-over" not in said(ayu.get(action, headers=HTMX))  # nothing has come yet
    new = pictures.add(case, cast.ayu, KEY, ready=False)
    part = said(ayu.get(action, headers=HTMX))
    assert 'hx-trigger="load"' in part
    answer = ayu.post(go("photo", case, KEY, three[1].pk), {"taken": str(new.pk)}, headers=HTMX)
    assert answer.headers["HX-Redirect"] == go("photos", case, KEY)
    assert [photo.stored_id for photo in row(case)] == [three[0].stored_id, new.stored_id, three[2].stored_id]


# --- the crop


def crop(**typed):
    return {"top": "10", "right": "0", "bottom": "25.5", "left": "", "turn": "0"} | typed


def test_edges_in_percent_become_the_crop(ayu, case, three):
    answer = ayu.post(go("photo-crop", case, KEY, three[0].pk), crop())
    assert answer.url == go("photos", case, KEY)
    assert row(case)[0].crop == pytest.approx([0, 0.1, 1, 0.745])
    page = said(ayu.get(go("photo-crop", case, KEY, three[0].pk)))
    assert re.search(r'name="top" value="10"', page)


def test_looking_first_saves_nothing(ayu, case, three):
    page = ayu.post(go("photo-crop", case, KEY, three[0].pk), crop(look="1"))
    assert row(case)[0].crop is None
    preview = re.search(r'src="([^"]*top=10[^"]*)"', page.content.decode()).group(1).replace("&amp;", "&")
    picture = opened(ayu.get(preview))
    assert picture.size == (60, 52)


def opened(answer):
    import io

    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return Image.open(io.BytesIO(content))


def test_the_whole_picture_again(ayu, case, three):
    address = go("photo-crop", case, KEY, three[0].pk)
    ayu.post(address, crop())
    ayu.post(address, crop(whole="1"))
    assert row(case)[0].crop is None


@pytest.mark.parametrize(
    "typed", [crop(top="95", bottom="0"), crop(top="60", bottom="60"), crop(top="abc"), crop(turn="45")]
)
def test_a_crop_that_leaves_nothing_is_said_and_what_was_typed_stays(ayu, case, three, typed):
    answer = ayu.post(go("photo-crop", case, KEY, three[0].pk), typed)
    assert answer.status_code == 422
    assert "hal yang perlu diperbaiki" in said(answer)
    assert row(case)[0].crop is None


def test_the_picture_looks_as_in_the_pdf(ayu, case, cast):
    photo = pictures.add(case, cast.ayu, KEY, data=pictures.jpeg((60, 80)))
    ayu.post(go("photo-turn", case, KEY, photo.pk))
    ayu.post(go("photo-crop", case, KEY, photo.pk), crop(top="0", bottom="50", right="50", turn="90"))
    page = ayu.get(go("photos", case, KEY)).content.decode()
    address = re.search(r'<img src="([^"]*gambar[^"]*)"', page).group(1).replace("&amp;", "&")
    answer = ayu.get(address)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    picture = opened(answer)
    assert picture.size == (40, 30)
    assert min(picture.getpixel((20, 15))) > 200  # lower left before the turn: white
    assert opened(ayu.get(address + "&utuh=1")).size == (80, 60)


def test_no_picture_before_the_checks_have_ended(ayu, case, cast):
    photo = pictures.add(case, cast.ayu, KEY, ready=False)
    assert ayu.get(go("photo-picture", case, KEY, photo.pk)).status_code == 404
    assert ayu.get(go("photo-crop", case, KEY, photo.pk)).status_code == 302
    assert "gambar" not in ayu.get(go("photos", case, KEY)).content.decode()


@pytest.mark.parametrize("typed", ["9" * 5000, "9" * 18, "0"])
def test_a_number_that_nobody_was_given_is_no_crash(ayu, case, three, typed):
    answer = ayu.post(go("photo", case, KEY, three[0].pk), {"taken": typed})
    assert answer.status_code == 302


def test_composing_takes_work_and_has_a_rate(ayu, case, three, monkeypatch):
    monkeypatch.setattr(photo_views, "_COMPOSED_PER_MINUTE", 1)
    ayu.post(go("photos-pdf", case, KEY))
    assert "Terlalu banyak" in messages(ayu.post(go("photos-pdf", case, KEY)))[0]
