import pytest

from applications.editor import paper_views

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch):
    """Which letters were asked for, instead of rendering them."""
    found = []

    def pages(spec, *, kind, now):
        found.append((spec.minutes, kind))
        return [b"\x89PNG 1", b"\x89PNG 2"]

    monkeypatch.setattr(paper_views.samples, "sample_pages", pages)
    monkeypatch.setattr(paper_views.samples, "sample_letter", lambda *_spec, **_more: b"%PDF-1.7")
    return found


def test_a_letter_is_shown_as_pictures_rendered_once(opened, client, contoh, asked):
    said = opened("jenis/contoh/surat/new/")
    assert "Surat dengan isian contoh" in said
    answer = client.get("/pengelola/jenis/contoh/surat/new/2.png")
    assert answer.content == b"\x89PNG 2"
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "no-store"
    assert asked == [(20, "new")]


def test_every_version_has_its_own_letter(opened, contoh, asked):
    opened("jenis/contoh/surat/new/?versi=1")
    opened("jenis/contoh/surat/new/?versi=draf")
    assert asked == [(15, "new"), (25, "new")]


def test_what_has_no_letter_is_not_there(opened, contoh, asked):
    opened("jenis/contoh/surat/renewal/", status=404)
    opened("jenis/contoh/surat/new/3.png", status=404)
    opened("jenis/contoh/surat/new/0.png", status=404)


def test_the_pdf(client, gita, contoh, asked):
    client.force_login(gita)
    answer = client.get("/pengelola/jenis/contoh/surat/new/contoh.pdf")
    assert answer.content == b"%PDF-1.7"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"


def test_a_shipped_type_is_rendered_for_every_kind(client, gita, reklame):
    client.force_login(gita)
    for kind in ("new", "duplicate", "revocation"):
        answer = client.get(f"/pengelola/jenis/reklame/surat/{kind}/1.png")
        assert answer.content.startswith(b"\x89PNG")
