import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from perizinan.web import views


def broken(request):
    raise RuntimeError("rusak")


def refused(request):
    raise PermissionDenied("Hanya Kepala Dinas yang menandatangani.")


urlpatterns = [path("rusak/", broken), path("tertutup/", refused), path("", include("perizinan.web.urls"))]
handler403 = "perizinan.web.views.forbidden"
handler404 = "perizinan.web.views.not_found"
handler500 = "perizinan.web.views.server_error"


@pytest.fixture
def portal(db, settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def test_an_error_page_says_a_code_that_the_log_has(portal, caplog):
    with caplog.at_level(logging.ERROR):
        response = portal.get("/rusak/")
    code = response["X-Request-ID"][:4]
    assert response.status_code == 500
    assert code in response.content.decode()
    assert any("page_failed" in record.getMessage() and code in record.getMessage() for record in caplog.records)


def test_the_error_page_needs_no_database(rf):
    request = RequestFactory().get("/")
    request.id = "7F3KABCD"
    response = views.server_error(request)
    assert "7F3K" in response.content.decode()
    assert "rusak" not in response.content.decode()


def test_a_refusal_says_its_sentence(portal):
    response = portal.get("/tertutup/")
    assert response.status_code == 403
    assert "Hanya Kepala Dinas yang menandatangani." in response.content.decode()


def test_a_missing_page_is_a_page_of_ours(portal):
    response = portal.get("/tidak-ada/")
    assert response.status_code == 404
    assert "Halaman ini tidak ada" in response.content.decode()


def test_a_form_without_its_token_is_explained(db, settings):
    settings.ROOT_URLCONF = __name__
    response = Client(enforce_csrf_checks=True).post("/bahasa/", {"language": "en"})
    assert response.status_code == 403
    assert "Isian ini belum terkirim" in response.content.decode()


def test_english_is_remembered_and_leads_back(portal, settings):
    response = portal.post("/bahasa/", {"language": "en", "next": "/izin/reklame/"})
    assert response["Location"] == "/izin/reklame/"
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


@pytest.mark.parametrize("away", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)"])
def test_the_switch_never_leads_away(portal, away):
    assert portal.post("/bahasa/", {"language": "en", "next": away})["Location"] == "/"


def test_a_language_we_do_not_speak_is_not_remembered(portal, settings):
    response = portal.post("/bahasa/", {"language": "xx"})
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies


def test_the_switch_is_a_post(portal):
    assert portal.get("/bahasa/").status_code == 405


def test_the_gallery_shows_every_part_and_only_with_debug(rf, db):
    with override_settings(DEBUG=True):
        page = views.gallery(rf.get("/galeri/")).content.decode()
    assert page.count("<h2>") >= 8
    with override_settings(DEBUG=False), pytest.raises(views.Http404):
        views.gallery(rf.get("/galeri/"))
