from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from applications.catalogue import directory, load, queries
from applications.catalogue.directory import Service, Wish
from applications.catalogue.models import PermitType
from applications.catalogue.schema import PermitTypeSpec
from tests.applications.catalogue import made

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def _service(slug: str, *tags: str, agency: str = "", channel: str = "local", closed: bool = False) -> Service:
    row = PermitType(
        slug=slug,
        name=f"Izin {slug}",
        agencies=[{"id": agency, "en": agency}] if agency else [],
        channel=channel,
        closed=closed,
    )
    row.tags = [{"id": tag, "en": f"{tag} (en)"} for tag in tags]
    return Service(row)


SERVICES = [
    _service("apotek", "Kesehatan", "Usaha", agency="Dinas Kesehatan"),
    _service("klinik", "Kesehatan", agency="Dinas Kesehatan"),
    _service("nib", "Usaha", channel="oss"),
    _service("paud", "Pendidikan", agency="Dinas Pendidikan"),
    _service("abadi", agency="Dinas Pendidikan", closed=True),
]


def _shown(links: list[directory.Link]) -> dict[str, int]:
    return {link.label: link.n for link in links}


def _slugs(page: directory.Page) -> list[str]:
    return [service.slug for service in page.found]


def test_without_a_wish_all_are_listed_by_name_and_closed_ones_last() -> None:
    page = directory.page(Wish(), SERVICES)
    assert _slugs(page) == ["apotek", "klinik", "nib", "paud", "abadi"]
    assert _shown(page.needs) == {"Kesehatan": 2, "Pendidikan": 1, "Usaha": 2}
    assert _shown(page.agencies) == {"Dinas Kesehatan": 2, "Dinas Pendidikan": 2, "OSS": 1}


def test_words_need_and_agency_combine_and_counts_follow() -> None:
    page = directory.page(Wish(need="usaha"), SERVICES)
    assert _slugs(page) == ["apotek", "nib"]
    assert _shown(page.agencies) == {"Dinas Kesehatan": 1, "OSS": 1}
    assert _shown(page.needs) == {"Kesehatan": 2, "Pendidikan": 1, "Usaha": 2}  # what another need would find
    assert _slugs(directory.page(Wish(need="usaha", agency="oss"), SERVICES)) == ["nib"]
    assert _slugs(directory.page(Wish("apotek", need="usaha"), SERVICES)) == ["apotek"]
    assert _slugs(directory.page(Wish("klinik", need="usaha"), SERVICES)) == []


def test_a_link_keeps_the_rest_of_the_address_and_a_chosen_one_takes_itself_back() -> None:
    page = directory.page(Wish("izin", "kesehatan"), SERVICES)
    assert {link.label: link.query for link in page.agencies} == {
        "Dinas Kesehatan": "?q=izin&perlu=kesehatan&instansi=dinas-kesehatan"
    }
    chosen = page.chosen
    assert [(link.label, link.query) for link in chosen] == [("Kesehatan", "?q=izin")]


def test_a_need_of_an_old_address_is_forgotten() -> None:
    page = directory.page(Wish(need="entah", agency="entah"), SERVICES)
    assert len(page.found) == len(SERVICES)
    assert page.chosen == []


def test_a_count_is_what_the_link_finds() -> None:
    for wish in (Wish(), Wish(need="usaha"), Wish("izin", agency="dinas-kesehatan")):
        page = directory.page(wish, SERVICES)
        for part, links in (("need", page.needs), ("agency", page.agencies)):
            for link in links:
                if not link.chosen:
                    key = directory.slugify(link.label)
                    assert len(directory.page(wish._replace(**{part: key}), SERVICES).found) == link.n


# --- the page


def _publish(**changes: Any) -> None:
    load.publish(spec=PermitTypeSpec.model_validate(made.content(**changes)), by=None, now=NOW)


def _main(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    page = response.content.decode().replace("\u00a0", " ")
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.django_db
def test_a_closed_type_is_found_and_names_its_successor(client: Client) -> None:
    _publish(slug="imb", name="IMB", closed={"text": "Diganti PBG.", "successor": "pbg"})
    _publish(slug="pbg", name="Persetujuan Bangunan Gedung")
    page = _main(client, "/izin/?q=imb")
    assert "Ditutup" in page
    assert 'Penggantinya: <a href="/izin/pbg/">Persetujuan Bangunan Gedung</a>' in page
    page = _main(client, "/izin/imb/")
    assert "Izin ini sudah ditutup" in page
    assert "Diganti PBG." in page
    assert 'href="/izin/pbg/"' in page
    assert "Mulai permohonan" not in page


@pytest.mark.django_db
def test_a_closed_type_is_not_popular_and_has_no_standard(client: Client) -> None:
    _publish(slug="imb", popular=True, closed={"text": "Ditutup."})
    assert queries.popular(queries.services()) == []
    assert 'href="/standar-pelayanan/imb/"' not in _main(client, "/standar-pelayanan/")


@pytest.mark.django_db
def test_a_successor_that_is_not_published_is_not_named(client: Client) -> None:
    _publish(slug="imb", closed={"text": "Ditutup.", "successor": "pbg"})
    assert "Penggantinya" not in _main(client, "/izin/")
    assert "Lihat penggantinya" not in _main(client, "/izin/imb/")


@pytest.mark.django_db
def test_needs_and_agencies_are_links_on_the_page(client: Client) -> None:
    _publish(slug="apotek", tags=[{"id": "Kesehatan", "en": "Health"}], agency="Dinas Kesehatan")
    _publish(slug="kios", tags=[{"id": "Usaha", "en": "Business"}], agency="DPMPTSP")
    page = _main(client, "/izin/?q=izin&perlu=usaha")
    assert 'href="/izin/?q=izin&amp;perlu=kesehatan"' in page
    assert 'href="/izin/?q=izin&amp;perlu=usaha&amp;instansi=dpmptsp"' in page
    assert 'href="/izin/?q=izin" aria-current="true"' in page
    assert 'name="perlu" value="usaha"' in page  # another search keeps the need
    assert "/izin/apotek/" not in page


@pytest.mark.django_db
def test_what_is_chosen_together_and_finds_nothing_can_be_taken_back(client: Client) -> None:
    _publish(slug="apotek", name="Apotek", tags=["Kesehatan"])
    _publish(slug="kios", name="Kios", tags=["Usaha"])
    page = _main(client, "/izin/?q=apotek&perlu=usaha")
    assert "Tidak ada izin yang cocok dengan semua pilihan ini." in page
    assert 'href="/izin/?q=apotek">Tanpa “Usaha”' in page


@pytest.mark.django_db
def test_two_hundred_types_take_at_most_eight_queries(
    client: Client, shipped: list[PermitTypeSpec], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    copies = [
        spec.model_copy(
            update={"slug": f"{spec.slug}-{n}", "name": spec.name.model_copy(update={"id": f"{spec.name} {n}"})}
        )
        for n in range(9)
        for spec in shipped
    ][:185]
    for spec in (*shipped, *copies):
        load.publish(spec=spec, by=None, now=NOW)
    closed = made.content(slug="lama", closed={"text": "Ditutup.", "successor": "reklame"})
    load.publish(spec=PermitTypeSpec.model_validate(closed), by=None, now=NOW)
    for address in ("/izin/", "/izin/?q=reklme+toko", "/izin/?q=xyzzyq", "/izin/?perlu=usaha&instansi=oss", "/"):
        with django_assert_max_num_queries(8) as counted:
            response = client.get(address)
        assert response.status_code == 200
        assert len(counted) <= 5


@pytest.mark.django_db
def test_a_list_that_was_read_before_knows_what_was_published_since() -> None:
    _publish(slug="kios")
    assert [service.slug for service in queries.services()] == ["kios"]
    _publish(slug="apotek")
    assert {service.slug for service in queries.services()} == {"kios", "apotek"}
    _publish(slug="kios", popular=True)
    assert [service.slug for service in queries.services() if service.popular] == ["kios"]
