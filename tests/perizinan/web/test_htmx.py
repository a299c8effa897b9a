import pytest
from django.test import RequestFactory

from perizinan.web import htmx


@pytest.mark.parametrize(
    ("headers", "part"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
    ],
)
def test_who_gets_the_part(headers, part):
    assert htmx.wants_part(RequestFactory().get("/", headers=headers)) is part


def test_the_part_and_the_page_come_from_one_address():
    page = htmx.render(RequestFactory().get("/"), "parts/test_band.html", "parts/empty.html", {"title": "Kosong"})
    part = htmx.render(
        RequestFactory().get("/", headers={"HX-Request": "true"}),
        "parts/test_band.html",
        "parts/empty.html",
        {"title": "Kosong"},
        status=422,
    )
    assert b"CONTOH" in page.content
    assert b"Kosong" in part.content
    assert part.status_code == 422
