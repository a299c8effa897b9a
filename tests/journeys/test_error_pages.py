"""With DEBUG Django shows its own pages instead."""

import pytest

from tests.journeys.accessibility import problems


@pytest.fixture
def page(new_context, production):
    context = new_context(extra_http_headers={"X-Forwarded-Proto": "https"})
    return context.new_page()


@pytest.mark.parametrize(("address", "status"), [("/tidak-ada/", 404), ("/permohonan/26-0000-000/x/y/z/", 404)])
def test_an_address_that_leads_nowhere(page, production, address, status):
    assert page.goto(production + address).status == status
    assert page.get_by_role("main").get_by_role("link").count() >= 1
    assert problems(page) == []


def test_there_is_no_mailbox_and_no_gallery(page, production):
    for address in ("/kotak-surat/", "/galeri/"):
        assert page.goto(production + address).status == 404
