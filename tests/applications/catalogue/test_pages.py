from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from applications.catalogue import load
from applications.catalogue.models import PermitType
from applications.catalogue.schema import PermitTypeSpec
from tests import make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _catalogue(db: None, shipped: list[PermitTypeSpec]) -> None:
    for spec in shipped:
        load.publish(spec=spec, by=None, now=NOW)


def _text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def test_home_leads_to_search_and_the_three_doors(client: Client) -> None:
    page = _text(client, "/")
    order = [
        "Urus izin tanpa datang ke kantor</h1>",
        "Izin apa yang Anda butuhkan?",
        "Belum tahu namanya?",
        "Lanjutkan permohonan",
        "Lacak permohonan",
        "Periksa keaslian izin",
        "Sering dicari",
        "Menurut keperluan",
        "Jangan membayar kepada perorangan.",
        "Kota Mojokerto?",
    ]
    main = page[page.index("<main") :]
    places = [main.index(words) for words in order]
    assert places == sorted(places)
    assert "di SIMBG" in page
    assert 'href="/izin/penelitian/"' in page
    assert 'href="/izin/?perlu=kesehatan"' in page
    assert 'href="/izin/pilih/"' in page


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


@pytest.mark.parametrize("slug", ["nib", "spp-irt", "pbg", "slf", "kkpr", "lingkungan", "sip"])
def test_every_redirect_says_where_and_what_to_prepare(
    client: Client, shipped: list[PermitTypeSpec], slug: str
) -> None:
    spec = next(spec for spec in shipped if spec.slug == slug)
    page = _text(client, f"/izin/{slug}/")
    assert spec.redirect is not None
    assert f"<h2>{spec.redirect.title.id}</h2>" in page
    assert (f"Buka {spec.channel.label}" in page) is bool(spec.redirect.url)
    assert "Siapkan ini dulu" in page
    assert all(escape(line.id) in page for line in spec.redirect.prepare)


def test_kinds_are_offered_each_with_its_limit_and_its_own_list(client: Client) -> None:
    page = _text(client, "/izin/trayek/")
    assert "Daftar ini untuk izin baru." in " ".join(page.split())
    assert "Yang dapat diajukan" in page
    assert "Setiap tahun. Ajukan sebelum kartu pengawasan berakhir. 3 hari kerja sejak berkas lengkap." in page
    assert 'href="/izin/trayek/persiapan/?jenis=renewal"' in page
    assert 'href="/permohonan/baru/trayek/?jenis=renewal"' in page
    assert "Yang dapat diajukan" not in _text(client, "/izin/legalisir/")


def test_fee_is_a_table_with_its_rule_and_its_count_in_words(client: Client) -> None:
    page = _text(client, "/izin/aset-daerah/")
    assert '<th scope="row">Gedung serbaguna (contoh)</th><td>Rp500.000</td>' in page
    assert "Cara menghitung: tarif per hari × lama pemakaian." in page
    assert "Retribusi pemakaian kekayaan daerah menurut Peraturan Daerah" in page
    assert "Cara menghitung: tarif per hari" in _text(client, "/standar-pelayanan/aset-daerah/")


def test_the_real_median_stands_beside_the_limit(client: Client) -> None:
    assert "Biasanya selesai" not in _text(client, "/izin/penelitian/")
    PermitType.objects.filter(slug="penelitian").update(median_days=3, median_cases=27)
    page = _text(client, "/izin/penelitian/")
    assert "3 hari kerja, nilai tengah dari 27 izin setahun terakhir" in page
    assert page.index("5 hari kerja sejak berkas lengkap") < page.index("Biasanya selesai")


def test_checklist_for_paper(client: Client) -> None:
    page = _text(client, "/izin/penelitian/persiapan/")
    assert "Surat pernyataan taat hukum" in page


def test_checklist_of_the_chosen_kind(client: Client) -> None:
    page = _text(client, "/izin/reklame/persiapan/?jenis=duplicate")
    assert "Izin Reklame · Duplikat" in page
    assert "Surat keterangan kehilangan" in page
    assert "Desain reklame berwarna" not in page
    assert 'href="?jenis=renewal"' in page
    assert "Izin Reklame · Izin baru" in _text(client, "/izin/reklame/persiapan/?jenis=entah")


def test_a_phone_may_keep_a_page_but_not_of_somebody_signed_in(client: Client) -> None:
    for address in ("/", "/izin/", "/izin/pilih/", "/izin/penelitian/", "/izin/penelitian/persiapan/"):
        headers = client.get(address).headers
        assert headers["Cache-Control"] == "private, max-age=60"
        assert "Cookie" in headers["Vary"]
    client.force_login(make.user("Ayu"))
    assert client.get("/izin/").headers["Cache-Control"] == "no-store"


def test_pages_need_no_script(client: Client) -> None:
    """Every way on is a link or a GET form."""
    for address in ("/izin/", "/izin/pilih/", "/izin/reklame/", "/izin/reklame/persiapan/"):
        page = _text(client, address)
        main = page[page.index("<main") : page.index("</main>")]
        assert 'method="post"' not in main
        assert "hx-" not in main


def test_every_shipped_type_has_its_pages_in_both_languages(client: Client, shipped: list[PermitTypeSpec]) -> None:
    for language in ("id", "en"):
        client.cookies["bahasa"] = language
        for spec in shipped:
            for address in (f"/izin/{spec.slug}/", f"/izin/{spec.slug}/persiapan/"):
                page = _text(client, address)
                assert page.count("<h1") == 1
                assert "{" not in page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize(("typed", "slug"), [("warung", "nib"), ("IMB", "pbg"), ("skripsi", "penelitian")])
def test_search_page(client: Client, typed: str, slug: str) -> None:
    page = _text(client, f"/izin/?q={typed}")
    assert f'href="/izin/{slug}/"' in page
    assert "1 izin cocok" in page


def test_imb_leads_to_the_building_approval_first(client: Client) -> None:
    page = _text(client, "/izin/?q=IMB")
    assert 'href="/izin/lkp/"' not in page  # bimbel


def test_search_without_result_says_what_to_do_and_lists_all(client: Client) -> None:
    page = _text(client, "/izin/?q=<script>")
    assert "Tidak ada izin yang cocok dengan “&lt;script&gt;”." in page
    assert "<script>“" not in page
    assert 'href="/izin/sip/"' in page
    assert 'class="action" href="/izin/pilih/"' in page
    assert page.count('href="/izin/pilih/"') == 1  # said once, where the search ended


def test_unknown_type_is_not_found(client: Client) -> None:
    assert client.get("/izin/tidak-ada/").status_code == 404


def test_english_on_request(client: Client) -> None:
    client.cookies["bahasa"] = "en"
    page = _text(client, "/izin/penelitian/")
    assert "Research Permit" in page
    assert "Signed letter of application" in page
