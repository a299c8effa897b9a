import pytest
import structlog
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.utils import translation

from perizinan.web import middleware


class Person:
    is_authenticated = True
    language = "en"


def ask(build, *, answer=None, user=None, cookies=None, **headers):
    request = RequestFactory().get("/permohonan/", headers=headers)
    request.COOKIES.update(cookies or {})
    request.user = user or AnonymousUser()
    seen = {}

    def view(request):
        seen["language"] = translation.get_language()
        seen["logged"] = structlog.contextvars.get_contextvars()
        return answer or HttpResponse("isi")

    return build(view)(request), request, seen


def test_each_request_has_its_own_number_in_answer_and_logs():
    one, request, seen = ask(middleware.RequestIdMiddleware)
    two, _, _ = ask(middleware.RequestIdMiddleware)
    assert one["X-Request-ID"] == request.id == seen["logged"]["request_id"]
    assert one["X-Request-ID"] != two["X-Request-ID"]
    assert "request_id" not in structlog.contextvars.get_contextvars()


def test_the_number_can_be_said_over_the_phone():
    response, _, _ = ask(middleware.RequestIdMiddleware)
    assert not set(response["X-Request-ID"]) & set("0O1IL")


def test_pages_vary_on_htmx_and_files_do_not():
    page, _, _ = ask(middleware.SecurityHeadersMiddleware)
    assert "HX-Request" in page["Vary"]
    file, _, _ = ask(middleware.SecurityHeadersMiddleware, answer=HttpResponse(b"", content_type="application/pdf"))
    assert "Vary" not in file
    assert "camera=()" in file["Permissions-Policy"]


def test_indonesian_whatever_the_browser_prefers():
    response, _, seen = ask(middleware.LanguageMiddleware, **{"Accept-Language": "en"})
    assert seen["language"] == response["Content-Language"] == "id"


def test_the_cookie_chooses_the_language(settings):
    _, _, seen = ask(middleware.LanguageMiddleware, cookies={settings.LANGUAGE_COOKIE_NAME: "en"})
    assert seen["language"] == "en"


def test_the_person_chooses_the_language_and_the_cookie_wins(settings):
    session = {settings.SESSION_COOKIE_NAME: "x"}
    _, _, seen = ask(middleware.LanguageMiddleware, user=Person(), cookies=session)
    assert seen["language"] == "en"
    _, _, seen = ask(
        middleware.LanguageMiddleware, user=Person(), cookies={**session, settings.LANGUAGE_COOKIE_NAME: "id"}
    )
    assert seen["language"] == "id"


def test_a_language_that_is_not_offered_is_ignored(settings):
    _, _, seen = ask(middleware.LanguageMiddleware, cookies={settings.LANGUAGE_COOKIE_NAME: "../etc"})
    assert seen["language"] == "id"


def test_signed_in_pages_are_kept_nowhere():
    response, _, _ = ask(middleware.PrivatePagesMiddleware, user=Person())
    assert response["Cache-Control"] == "no-store"


def test_pages_of_strangers_may_be_kept():
    response, _, _ = ask(middleware.PrivatePagesMiddleware)
    assert "Cache-Control" not in response


@pytest.mark.parametrize("target", ["/masuk/", "/masuk/?next=/meja/"])
def test_a_part_asked_for_after_the_session_ended_becomes_a_sign_in_page(target, settings):
    settings.LOGIN_URL = "/masuk/"
    response, _, _ = ask(
        middleware.PrivatePagesMiddleware, answer=HttpResponseRedirect(target), **{"HX-Request": "true"}
    )
    assert (response.status_code, response["HX-Redirect"]) == (204, target)
    assert "Location" not in response


def test_other_redirects_stay(settings):
    settings.LOGIN_URL = "/masuk/"
    answer = HttpResponseRedirect("/permohonan/")
    response, _, _ = ask(middleware.PrivatePagesMiddleware, answer=answer, **{"HX-Request": "true"})
    assert response.status_code == 302
    answer = HttpResponseRedirect("/masuk/")
    response, _, _ = ask(middleware.PrivatePagesMiddleware, answer=answer)
    assert response.status_code == 302
