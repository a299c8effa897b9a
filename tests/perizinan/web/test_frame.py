from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory

from perizinan.accounts.roles import Role
from perizinan.templatetags import frame

pytestmark = pytest.mark.django_db


def person(*, staff=False):
    return SimpleNamespace(is_authenticated=True, is_staff=staff, name="Ayu Larasati (contoh)", pk=1)


@pytest.fixture
def links(monkeypatch):
    monkeypatch.setattr(frame, "resolves", lambda _path: True)

    def drawn(user, path="/", roles=()):
        monkeypatch.setattr(frame, "roles_of", lambda _user, _on: frozenset(roles))
        request = RequestFactory().get(path)
        request.user = user
        return frame.main_nav({"request": request})["links"]

    return drawn


def labels(links):
    return [link.label for link in links]


def test_a_stranger_may_search_track_check_and_sign_in(links):
    assert labels(links(AnonymousUser())) == ["Daftar izin", "Lacak permohonan", "Periksa izin", "Masuk"]


def test_an_applicant_finds_their_own(links):
    assert labels(links(person()))[0] == "Permohonan saya"
    assert "Masuk" not in labels(links(person()))


def test_only_the_head_signs(links):
    assert "Tanda tangan" not in labels(links(person(staff=True), roles=[Role.VERIFIER]))
    assert "Tanda tangan" in labels(links(person(staff=True), roles=[Role.HEAD]))


def test_the_page_one_is_on_is_marked(links):
    assert [link.label for link in links(AnonymousUser(), path="/lacak/") if link.current] == ["Lacak permohonan"]


def test_a_page_that_is_not_there_has_no_link():
    assert frame._existing([("Pengaduan", "/tidak-pernah-ada/")], here="") == []


def test_every_address_of_the_frame_is_there():
    for path in (frame.HOME, frame.MINE, frame.TRACK, frame.CHECK, frame.SIGN_IN, frame.SIGN_OUT, frame.DESK):
        assert frame.resolves(path), path
    assert frame.resolves(frame.SIGNING)
    assert frame.resolves(frame.ACCOUNT)


def test_phone_numbers_are_dialled_internationally():
    assert frame.international("0812 0000 0000") == "6281200000000"
    assert frame.international("+62 321 000") == "62321000"


def test_the_foot_says_whom_to_ask():
    request = RequestFactory().get("/izin/reklame/?a=1")
    request.user = AnonymousUser()
    foot = render_to_string("parts/foot.html", frame.office_foot({"request": request}))
    assert "https://wa.me/62" in foot
    assert 'value="/izin/reklame/?a=1"' in foot
    assert "Butuh bantuan?" in foot
    assert "Butuh bantuan?" not in render_to_string(
        "parts/foot.html", frame.office_foot({"request": request}, "address")
    )


def test_the_sample_banner_is_for_the_demo_alone(settings):
    settings.DEMO = True
    assert "Bukan izin sungguhan" in render_to_string("parts/sample.html", frame.sample_banner())
    settings.DEMO = False
    assert render_to_string("parts/sample.html", frame.sample_banner()).strip() == ""
