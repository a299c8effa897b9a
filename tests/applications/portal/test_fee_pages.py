from datetime import UTC, datetime

import pytest

from applications.catalogue import load, yamlfile
from applications.catalogue.schema import PermitTypeSpec
from tests.applications.catalogue import made

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
FILLED = "?aset=gedung_serbaguna&mulai=14+Desember+2026&selesai=15+Desember+2026"


@pytest.fixture(autouse=True)
def _published(db):
    for slug in ("aset-daerah", "makam", "penelitian", "reklame", "nib"):
        load.publish(spec=yamlfile.read(yamlfile.TYPES_DIR / f"{slug}.yaml"), by=None, now=NOW)


def main(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    page = response.content.decode().replace("\u00a0", " ")
    return page[page.index("<main") : page.index("</main>")]


def test_the_service_page_leads_to_the_count(client):
    assert 'href="/izin/aset-daerah/biaya/"' in main(client, "/izin/aset-daerah/")
    assert "/biaya/" not in main(client, "/izin/makam/")


@pytest.mark.parametrize("slug", ["makam", "penelitian", "reklame", "nib", "entah"])
def test_what_is_not_counted_has_no_page(client, slug):
    assert client.get(f"/izin/{slug}/biaya/").status_code == 404


def test_only_what_counts_is_asked_and_nothing_is_wrong_yet(client):
    page = main(client, "/izin/aset-daerah/biaya/")
    assert 'method="get"' in page
    for name in ("aset", "mulai", "selesai"):
        assert f'name="{name}"' in page
    assert 'name="nama"' not in page
    assert "perlu diperbaiki" not in page
    assert "Perkiraan biaya" not in page
    assert "Rp500.000" in page  # the table of rates


def test_the_amount_and_how_it_comes_about(client):
    page = main(client, f"/izin/aset-daerah/biaya/{FILLED}")
    assert "Perkiraan biaya" in page
    assert '<p class="big">Rp1.000.000</p>' in page
    assert "Rp500.000 × 2 hari = Rp1.000.000" in page
    assert "Ini perkiraan." in page
    assert 'value="gedung_serbaguna" checked' in page or "checked" in page


def test_answers_that_cannot_be_right_get_a_sentence_and_no_amount(client):
    page = main(client, "/izin/aset-daerah/biaya/?aset=lahan&mulai=besok&selesai=15+Desember+2026")
    assert "Hari pertama belum terbaca." in page
    assert "Perkiraan biaya" not in page


def test_a_last_day_before_the_first_costs_no_less(client):
    page = main(client, "/izin/aset-daerah/biaya/?aset=lahan&mulai=15+Desember+2026&selesai=14+Desember+2026")
    assert "Perkiraan biaya" not in page
    assert "perlu diperbaiki" in page


def test_hostile_addresses_do_no_harm(client):
    for query in ("?aset=%00", "?aset=" + "x" * 3000, "?mulai=<script>", "?aset=lahan&aset=lapangan", "?permohonan=x"):
        assert client.get(f"/izin/aset-daerah/biaya/{query}").status_code == 200


def test_an_exempt_case_is_free(client):
    content = made.content(
        kinds=["new", "duplicate"],
        fee={
            "text": "Rp1.000 per m²",
            "kind": "formula",
            "formula": "luas * 1000",
            "exempt_if": {"field": "@kind", "is": "duplicate"},
        },
    )
    load.publish(spec=PermitTypeSpec.model_validate(content), by=None, now=NOW)
    page = main(client, "/izin/contoh/biaya/")
    assert "Anda mengajukan apa?" in page
    assert "Gratis bila permohonannya duplikat." in page
    assert '<p class="big">Rp2.500</p>' in main(client, "/izin/contoh/biaya/?permohonan=new&luas=2,5")
    assert '<p class="big">Gratis</p>' in main(client, "/izin/contoh/biaya/?permohonan=duplicate&luas=2,5")


def test_one_more_row_is_no_question_yet(client):
    columns = [{"key": "luas", "type": "number", "label": "Luas papan"}]
    content = made.content(fee={"text": "Rp1.000 per m²", "kind": "formula", "formula": "jumlah(papan, luas) * 1000"})
    content["sections"][0]["fields"].append({"key": "papan", "type": "rows", "label": "Papan", "columns": columns})
    load.publish(spec=PermitTypeSpec.model_validate(content), by=None, now=NOW)
    address = "/izin/contoh/biaya/?papan=&papan-0-luas=2&papan-1-luas=x"
    page = main(client, f"{address}&row=papan-tambah")
    assert ('name="papan-4-luas"' in page, 'role="alert"' in page, "Perkiraan biaya" in page) == (True, False, False)
    assert 'role="alert"' in main(client, address)
    assert '<p class="big">Rp5.000</p>' in main(client, "/izin/contoh/biaya/?papan=&papan-0-luas=2&papan-1-luas=3")
    assert "/rows.js" in client.get(address).content.decode()


def test_nobody_asks_without_end(client, monkeypatch):
    monkeypatch.setattr("applications.portal.fee_views._ONE_MINUTE", 2)
    for _ in range(2):
        main(client, "/izin/aset-daerah/biaya/")
    assert "Terlalu banyak percobaan." in main(client, "/izin/aset-daerah/biaya/", status=429)


def test_in_english(client):
    client.cookies["bahasa"] = "en"
    page = main(client, f"/izin/aset-daerah/biaya/{FILLED}")
    assert '<p class="big">Rp1,000,000</p>' in page
