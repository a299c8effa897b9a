import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone

from perizinan.outbox import queries, views
from perizinan.outbox.models import DevMail


@pytest.fixture
def mails(db):
    return [
        DevMail.objects.create(
            channel="EMAIL",
            address=f"orang{n % 2}@contoh.id",
            subject=f"Kabar {n}",
            body=f"Buka <b>https://izin.contoh.id/{n}/</b>\nSalam",
            stable_id=f"<{n}@x>",
            at=timezone.now(),
        )
        for n in range(4)
    ]


def test_newest_first_and_filtered_by_address(mails):
    assert queries.mailbox("") == mails[::-1]
    assert queries.mailbox(" ORANG1@ ") == [mails[3], mails[1]]
    assert queries.mailbox("", before=mails[2].pk) == [mails[1], mails[0]]
    assert queries.mailbox("tidak ada") == []


@pytest.mark.parametrize("typed", ["0812 0000 4711", "0812-0000-4711", "+6281200004711", "+62 812-0000-4711", "4711"])
def test_a_phone_number_is_found_as_people_write_it(db, typed):
    mail = DevMail.objects.create(
        channel="PHONE", address="+6281200004711", subject="", body="Kode", stable_id="<p@x>", at=timezone.now()
    )
    assert queries.mailbox(typed) == [mail]
    assert queries.mailbox("0813 0000 4711") == []


def test_outside_development_there_is_no_mailbox(db, settings):
    settings.DEBUG = settings.DEMO = False
    with pytest.raises(Http404):
        views.mailbox(RequestFactory().get("/kotak-surat/"))


@pytest.mark.parametrize("place", ["DEBUG", "DEMO"])
def test_the_page_shows_mails_with_their_links(mails, settings, client, place):
    setattr(settings, place, True)

    page = client.get("/kotak-surat/", {"kepada": "orang1"}).content.decode()

    assert page.index("Kabar 3") < page.index("Kabar 1")
    assert "Kabar 2" not in page
    assert 'href="https://izin.contoh.id/3/"' in page
    assert "<b>https" not in page


@pytest.mark.parametrize("query", [{}, {"sebelum": "x"}, {"sebelum": "9" * 40}, {"kepada": "\x00"}])
def test_odd_addresses_get_a_page(db, settings, client, query):
    settings.DEMO = True
    assert client.get("/kotak-surat/", query).status_code == 200


def test_older_mails_are_a_page_away(mails, settings, client, monkeypatch):
    settings.DEMO = True
    monkeypatch.setattr(queries, "MAILBOX_PAGE", 2)

    page = client.get("/kotak-surat/", {"kepada": "contoh"}).content.decode()
    assert f"?kepada=contoh&amp;sebelum={mails[2].pk}" in page
    assert "Kabar 1" in client.get("/kotak-surat/", {"sebelum": mails[2].pk}).content.decode()
