import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from perizinan.web.unavailable import Unavailable, UnavailableMiddleware


def test_every_other_exception_goes_on():
    middleware = UnavailableMiddleware(lambda _: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), OSError()) is None


@pytest.mark.django_db
def test_the_page_says_come_back(client, monkeypatch):
    def absent(*_args, **_named):
        raise Unavailable

    monkeypatch.setattr("perizinan.web.views.language.remember", absent)
    answer = client.post("/bahasa/", {"language": "en"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
