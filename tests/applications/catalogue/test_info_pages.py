from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from applications.catalogue import load, yamlfile
from perizinan.office.models import OfficeProfile

pytestmark = pytest.mark.django_db
PAGES = ("/privasi/", "/pengaduan/", "/standar-pelayanan/", "/standar-pelayanan/penelitian/")


@pytest.fixture(autouse=True)
def _catalogue(db: None) -> None:
    for path in yamlfile.shipped():
        load.publish(spec=yamlfile.read(path), by=None, now=datetime(2026, 11, 24, 3, 0, tzinfo=UTC))


def _text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    page = response.content.decode().replace("\u00a0", " ")
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_open_to_all_and_cheap(
    client: Client, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(4):
        page = _text(client, address)
    assert page.count("<h1") == 1


@pytest.mark.parametrize("address", ["/privasi/", "/pengaduan/", "/standar-pelayanan/"])
def test_the_foot_of_every_page_leads_there(client: Client, address: str) -> None:
    page = client.get("/").content.decode()
    assert f'<a href="{address}">' in page[page.index("<footer") :]


def test_a_standard_names_what_the_law_wants_named(client: Client) -> None:
    page = _text(client, "/standar-pelayanan/penelitian/")
    heads = ["Dasar hukum", "Persyaratan", "Prosedur", "Jangka waktu", "Biaya", "Produk", "Pengaduan, saran"]
    places = [page.index(f"<h2>{head}") for head in heads]
    assert places == sorted(places)
    for words in ("paling lama 2 hari kerja", "5 hari kerja sejak berkas lengkap", "10 hari kerja", "Gratis"):
        assert words in page
    assert "Surat Keterangan Penelitian" in page
    assert "Bagian yang masih contoh" in page


def test_a_standard_is_computed_from_the_type(client: Client) -> None:
    spec = yamlfile.read(yamlfile.TYPES_DIR / "penelitian.yaml")
    page = _text(client, "/standar-pelayanan/penelitian/")
    assert all(requirement.name.id in page for requirement in spec.requirements)


def test_what_another_portal_handles_has_no_standard_of_ours(client: Client) -> None:
    page = _text(client, "/standar-pelayanan/")
    assert 'href="/standar-pelayanan/penelitian/"' in page
    assert "/standar-pelayanan/nib/" not in page
    assert client.get("/standar-pelayanan/nib/").status_code == 404


def test_the_notice_names_the_law_the_rights_and_that_it_is_an_example(client: Client) -> None:
    page = _text(client, "/privasi/")
    for words in ("Undang-Undang Nomor 27 Tahun 2022", "kewajiban hukum", "3 x 24 jam", "contoh, sesuaikan"):
        assert words in page


@pytest.mark.parametrize("address", ["/privasi/", "/pengaduan/"])
def test_contacts_are_those_of_the_office(client: Client, address: str) -> None:
    OfficeProfile.objects.update_or_create(pk=1, defaults={"phone": "0321 000 777"})
    from perizinan.office import remembered

    remembered.forget()
    assert "0321 000 777" in _text(client, address)


def test_complaints_say_how_long_an_answer_takes(client: Client) -> None:
    page = _text(client, "/pengaduan/")
    for words in ("lapor.go.id", "3 hari", "5 hari", "14 hari", "60 hari"):
        assert words in page
