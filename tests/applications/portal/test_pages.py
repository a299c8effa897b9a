import re

import pytest

from applications.lifecycle.states import Status
from perizinan.files.models import Images, StoredFile
from tests import make
from tests.applications.portal.conftest import said
from tests.applications.portal.pages import go
from tests.drawn import draw

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, client):
    client.force_login(cast.ayu)
    return make.application(cast, status=Status.RETURNED)


def ktp(case, cast, *words, **more):
    version = make.attach(case, "ktp", cast.ayu)
    draw(version.stored, *words, **more)
    return version


def leave(version, **columns):
    StoredFile.objects.filter(pk=version.stored_id).update(**columns)


def test_the_pages_lie_one_under_the_other_and_do_not_jump(case, cast, client):
    version = ktp(case, cast, "satu", "dua", "tiga")
    address = go("pages", case, "ktp", version.number)
    page = said(client.get(address))

    shown = re.findall(r'<img src="([^"]+)"\s+width="248"\s+height="351"', page)
    assert shown == [f"{address}{n}/" for n in (1, 2, 3)]
    assert page.count('loading="lazy"') == 2
    assert "Halaman 2 dari 3" in page
    assert f'href="{go("download", case, "ktp", version.number)}"' in page
    assert f'href="{go("case", case)}#dokumen-ktp"' in page


def test_a_remark_stands_at_its_page(case, cast, client):
    version = ktp(case, cast, "satu", "dua", remarks={"blurred": [2], "renamed": []})
    leave(version, remarks=["blurred", "signed"])
    page = said(client.get(go("pages", case, "ktp", version.number)))

    before, _, after = page.partition("Halaman 2 dari 2")
    assert "PDF ini bertanda tangan elektronik." in before
    assert "Halaman 2 buram." in after
    assert "buram" not in before


def test_a_page_is_an_image_that_the_portal_made(case, cast, client):
    version = ktp(case, cast, "satu")
    answer = client.get(go("page", case, "ktp", version.number, 1))

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(answer).startswith(b"\xff\xd8")
    small = b"".join(client.get(go("page", case, "ktp", version.number, 1) + "?kecil=1"))
    assert 0 < len(small) == version.stored.pages.get().thumb_size


def test_what_is_not_there_is_not_there(case, cast, client):
    version = ktp(case, cast, "satu")
    refused = make.attach(case, "ktp", cast.ayu, state="REJECTED")

    for address in (
        go("page", case, "ktp", version.number, 2),
        go("page", case, "ktp", 99, 1),
        go("pages", case, "ktp", 99),
        go("pages", case, "entah", 1),
        go("pages", case, "ktp", refused.number),
        go("page", case, "ktp", refused.number, 1),
    ):
        assert client.get(address).status_code == 404


def test_a_stranger_sees_no_page(case, cast, client):
    version = ktp(case, cast, "satu")
    client.force_login(cast.eko)

    assert client.get(go("pages", case, "ktp", version.number)).status_code == 404
    assert client.get(go("page", case, "ktp", version.number, 1)).status_code == 404


@pytest.mark.parametrize("images", [Images.WAITING, Images.MAKING])
def test_while_images_are_made_the_page_asks_again(case, cast, client, images):
    version = ktp(case, cast, "satu")
    leave(version, images=images)
    address = go("pages", case, "ktp", version.number)
    page = said(client.get(address))

    assert "Halamannya sedang kami siapkan." in page
    assert f'hx-get="{address}?lagi=0"' in page
    assert "Unduh berkas asli" in page
    part = said(client.get(f"{address}?lagi=0", headers={"HX-Request": "true"}))
    assert f'hx-get="{address}?lagi=1"' in part
    assert "<html" not in part
    leave(version, images=Images.READY)
    assert "<img" in said(client.get(f"{address}?lagi=1", headers={"HX-Request": "true"}))


def test_pages_that_cannot_be_drawn_are_said_so(case, cast, client):
    version = ktp(case, cast)
    leave(version, images=Images.FAILED)
    page = said(client.get(go("pages", case, "ktp", version.number)))

    assert "Halamannya tidak dapat kami tampilkan. Unduh berkas aslinya" in page
    assert "hx-get" not in page


def test_a_file_from_before_gets_its_pages_now(case, cast, client, nudged, django_capture_on_commit_callbacks):
    version = make.attach(case, "ktp", cast.ayu)
    with django_capture_on_commit_callbacks(execute=True):
        page = said(client.get(go("pages", case, "ktp", version.number)))

    assert "Halamannya sedang kami siapkan." in page
    assert nudged[-1] == ("draw_pages", str(version.stored_id))
    assert StoredFile.objects.get(pk=version.stored_id).images == Images.WAITING


def test_an_office_file_is_downloaded(case, cast, client):
    version = make.attach(case, "ktp", cast.ayu)
    leave(version, content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document")
    page = said(client.get(go("pages", case, "ktp", version.number)))

    assert "Berkas ini tidak kami tampilkan per halaman." in page
    assert "Unduh berkas asli" in page


def test_other_versions_are_one_press_away(case, cast, client):
    old = ktp(case, cast, "lama")
    new = ktp(case, cast, "baru")
    page = said(client.get(go("pages", case, "ktp", new.number)))

    assert f'href="{go("pages", case, "ktp", old.number)}"' in page
    older = said(client.get(go("pages", case, "ktp", old.number)))
    assert f"(versi {old.number}, sudah diganti)" in older
    assert f'href="{go("pages", case, "ktp", new.number)}"' in older


def test_a_slot_leads_to_its_pages(cast, client):
    client.force_login(cast.ayu)
    draft = make.draft(cast.ayu)
    page = said(client.get(go("tasks", draft)))

    assert f'href="{go("pages", draft, "ktp", 1)}"' in page


def test_a_thick_document_costs_no_more_questions(case, cast, client, django_assert_max_num_queries):
    version = ktp(case, cast, *(f"halaman {n}" for n in range(20)))
    client.get(go("pages", case, "ktp", version.number))

    with django_assert_max_num_queries(7):
        client.get(go("pages", case, "ktp", version.number))
    with django_assert_max_num_queries(7):
        client.get(go("page", case, "ktp", version.number, 20))
