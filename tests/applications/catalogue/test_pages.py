from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from applications.catalogue import load, yamlfile

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _catalogue(db: None) -> None:
    for path in yamlfile.shipped():
        load.publish(spec=yamlfile.read(path), by=None, now=NOW)


def _text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def test_home_leads_to_search_and_the_three_doors(client: Client) -> None:
    page = _text(client, "/")
    order = [
        "Urus izin tanpa datang ke kantor</h1>",
        "Izin apa yang Anda butuhkan?",
        "Lanjutkan permohonan",
        "Lacak permohonan",
        "Periksa keaslian izin",
        "Sering dicari",
        "Jangan membayar kepada perorangan.",
        "Kota Mojokerto?",
    ]
    main = page[page.index("<main") :]
    places = [main.index(words) for words in order]
    assert places == sorted(places)
    assert "di SIMBG" in page
    assert 'href="/izin/penelitian/"' in page


def test_home_is_cheap(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(4):
        client.get("/")


def test_service_page_is_cheap(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(4):
        client.get("/izin/penelitian/")


def test_service_page_says_what_one_needs_and_how_long_it_takes(client: Client) -> None:
    page = _text(client, "/izin/penelitian/")
    for words in ("Gratis", "5 hari kerja sejak berkas lengkap", "Mulai permohonan", "Siapkan ini dulu", "Langkahnya"):
        assert words in page
    assert 'href="/permohonan/baru/penelitian/"' in page
    assert "Dasar hukum" in page
    assert "Bagian yang masih contoh" in page


def test_a_type_of_another_portal_sends_people_there(client: Client) -> None:
    page = _text(client, "/izin/pbg/")
    assert "Izin ini diurus di SIMBG" in page
    assert 'href="https://simbg.pu.go.id"' in page
    assert "Buka SIMBG" in page
    assert "Mulai permohonan" not in page


def test_checklist_for_paper(client: Client) -> None:
    page = _text(client, "/izin/penelitian/persiapan/")
    assert "Surat pernyataan taat hukum" in page


@pytest.mark.parametrize(("typed", "slug"), [("warung", "nib"), ("IMB", "pbg"), ("skripsi", "penelitian")])
def test_search_page(client: Client, typed: str, slug: str) -> None:
    page = _text(client, f"/izin/?q={typed}")
    assert f'href="/izin/{slug}/"' in page
    assert "1 izin cocok" in page


def test_search_without_result_says_what_to_do_and_lists_all(client: Client) -> None:
    page = _text(client, "/izin/?q=<script>")
    assert "Tidak ada izin yang cocok dengan “&lt;script&gt;”." in page
    assert "<script>“" not in page
    assert 'href="/izin/sip/"' in page


def test_unknown_type_is_not_found(client: Client) -> None:
    assert client.get("/izin/tidak-ada/").status_code == 404


def test_english_on_request(client: Client) -> None:
    client.cookies["bahasa"] = "en"
    page = _text(client, "/izin/penelitian/")
    assert "Research Permit" in page
    assert "Signed letter of application" in page
