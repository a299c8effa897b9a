import pytest
from django.core.files.base import ContentFile
from django.http import Http404
from django.test import RequestFactory

from perizinan.files import storages
from perizinan.files.models import PageImage, State
from perizinan.files.respond import respond, respond_page
from tests.perizinan.files import made, office_made


@pytest.fixture
def clean(receive, check, scanner):
    return check(receive(made.pdf(pages=3), name='surat "asli" Désa.pdf'))


def ask(stored, as_attachment=True, **headers):
    response = respond(stored, request=RequestFactory().get("/", headers=headers), as_attachment=as_attachment)
    return response, response.getvalue()


@pytest.mark.parametrize("state", [state for state in State if state != State.CLEAN])
def test_no_byte_leaves_unless_clean(clean, state):
    clean.state = state

    with pytest.raises(Http404):
        ask(clean)


def test_no_byte_leaves_before_the_check(receive):
    stored = receive()
    storages.clean().save(stored.quarantine_key, ContentFile(made.pdf()))

    with pytest.raises(Http404):
        ask(stored)


def test_no_byte_leaves_after_a_rejection(receive, check, scanner):
    with pytest.raises(Http404):
        ask(check(receive(made.EICAR)))


def test_the_whole_file(clean):
    response, body = ask(clean)

    assert response.status_code == 200
    assert body == made.pdf(pages=3)
    assert response["Content-Length"] == str(len(body))
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert response["ETag"] == f'"{clean.sha256}"'


def test_the_name_survives_in_the_header(clean):
    response, _ = ask(clean)

    assert response["Content-Disposition"] == "attachment; filename*=utf-8''surat%20_asli_%20D%C3%A9sa.pdf"


def test_the_ending_follows_the_content(receive, check, scanner):
    response, _ = ask(check(receive(made.photo(), name="foto.png")))

    assert response["Content-Disposition"] == 'attachment; filename="foto.png.jpg"'
    assert response["Content-Type"] == "image/jpeg"


def test_shown_in_the_page_only_when_asked(clean):
    response, _ = ask(clean, as_attachment=False)

    assert response["Content-Disposition"].startswith("inline;")
    assert response["Content-Security-Policy"].startswith("default-src 'none';")


def test_photos_in_the_page_stay_in_the_sandbox(receive, check, scanner):
    response, _ = ask(check(receive(made.photo(), name="foto.jpg")), as_attachment=False)

    assert response["Content-Disposition"].startswith("inline;")
    assert "sandbox" in response["Content-Security-Policy"]


def test_an_office_file_is_always_a_download(receive, check, scanner):
    stored = check(receive(office_made.docx(), name="surat.docx", accept=("docx",)))
    response, _ = ask(stored, as_attachment=False)

    assert response["Content-Disposition"] == 'attachment; filename="surat.docx"'


def test_heic_is_always_a_download(receive, check, scanner):
    response, _ = ask(check(receive(made.photo("HEIF"), name="foto.heic")), as_attachment=False)

    assert response["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=10-", 10, None), ("bytes=-7", -7, None), ("bytes=5-99999999", 5, None)],
)
def test_one_range(clean, header, first, last):
    whole = made.pdf(pages=3)
    wanted = whole[first:] if last is None else whole[first : last + 1]

    response, body = ask(clean, Range=header)

    assert response.status_code == 206
    assert body == wanted
    assert response["Content-Length"] == str(len(wanted))
    start = first % len(whole)
    assert response["Content-Range"] == f"bytes {start}-{start + len(wanted) - 1}/{len(whole)}"


@pytest.mark.parametrize(
    "header",
    [
        "bytes=0-1,5-6",
        "bytes=9-3",
        "bytes=-",
        "lines=0-1",
        "bytes=a-b",
        "bytes=٣-٤",
        "bytes=0x1-2",
        f"bytes={'9' * 5000}-",
    ],
)
def test_what_is_not_one_range_is_answered_in_full(clean, header):
    response, body = ask(clean, **{"Range": header.encode().decode("latin-1")})

    assert (response.status_code, len(body)) == (200, clean.size)


@pytest.mark.parametrize("header", ["bytes=99999999-", "bytes=-0"])
def test_a_range_outside_is_refused(clean, header):
    response, body = ask(clean, Range=header)

    assert (response.status_code, body) == (416, b"")
    assert response["Content-Range"] == f"bytes */{clean.size}"


def test_a_range_of_another_version_is_answered_in_full(clean):
    assert ask(clean, **{"Range": "bytes=0-9", "If-Range": '"other"'})[0].status_code == 200
    assert ask(clean, **{"Range": "bytes=0-9", "If-Range": f'"{clean.sha256}"'})[0].status_code == 206


@pytest.fixture
def page(clean):
    """The first page of a clean file, drawn."""
    storages.clean().save("halaman/satu", ContentFile(b"\xff\xd8 satu"))
    storages.clean().save("halaman/satu-kecil", ContentFile(b"\xff\xd8 kecil"))
    return PageImage.objects.create(
        stored=clean,
        number=1,
        key="halaman/satu",
        thumb_key="halaman/satu-kecil",
        width=10,
        height=20,
        size=7,
        thumb_size=8,
        sha256="a" * 64,
    )


def ask_page(page, thumb=False, **headers):
    response = respond_page(page, request=RequestFactory(headers=headers).get("/"), thumb=thumb)
    return response, b"".join(response)


def test_a_page_is_shown_in_the_browser_and_can_do_nothing_there(page):
    response, body = ask_page(page)

    assert (response.status_code, body, response["Content-Length"]) == (200, b"\xff\xd8 satu", "7")
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == 'inline; filename="halaman-1.jpg"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "private, no-store"


def test_a_thumb_is_another_image(page):
    response, body = ask_page(page, thumb=True)

    assert (body, response["Content-Length"]) == (b"\xff\xd8 kecil", "8")
    assert response["ETag"] != ask_page(page)[0]["ETag"]


def test_a_page_that_is_known_is_not_sent_again(page):
    response, body = ask_page(page, **{"If-None-Match": f'"{page.sha256}"'})

    assert (response.status_code, body) == (304, b"")
    assert ask_page(page, thumb=True, **{"If-None-Match": f'"{page.sha256}"'})[0].status_code == 200


def test_no_page_of_a_file_that_is_not_clean(page):
    page.stored.state = State.QUARANTINE

    with pytest.raises(Http404):
        ask_page(page)


def test_a_page_whose_bytes_are_gone_is_not_found(page):
    storages.clean().delete(page.key)

    with pytest.raises(Http404):
        ask_page(page)
