import pytest

from perizinan.regions.territory import CITY, OTHER, OWN, authority_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("code", "authority"),
    [
        ("35.16", OWN),
        ("35.16.13.2001", OWN),
        ("35.76.01.1004", CITY),
        ("35.17.01.2001", OTHER),
        ("35.1", OTHER),
        ("35", OTHER),
        ("", OTHER),
    ],
)
def test_authority_of(code, authority):
    assert authority_of(code) == authority


def test_territory_comes_from_settings(settings):
    settings.OWN_REGENCY, settings.CITY_REGENCY = "35.17", "35.16"
    assert authority_of("35.17.01.2001") == OWN
    assert authority_of("35.16.01.2001") == CITY
