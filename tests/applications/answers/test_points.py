import pytest

from applications.answers import points


@pytest.mark.parametrize(
    "typed",
    [
        *("-7.473211, 112.433890", "-7.473211,112.433890", "-7.473211 112.433890", "(-7.473211; 112.433890)"),
        *("-7,473211, 112,433890", "-7,473211 112,433890", "-7,473211;112,433890", "-7,473211,112,433890"),
        *(
            "7,473211 LS, 112,433890 BT",
            "7.473211 S 112.433890 E",
            "7.473211° lintang selatan, 112.433890° bujur timur",
        ),
        *("112.433890, -7.473211", "−7.473211, 112.433890"),
        "7°28'23.56\"S 112°26'02.00\"E",
        "7° 28′ 23,56″ LS, 112° 26′ 2,00″ BT",
    ],
)
def test_a_point_is_read_as_people_write_it(typed: str) -> None:
    found = points.read(typed)
    assert (round(found.latitude, 4), round(found.longitude, 4)) == (-7.4732, 112.4339)


def test_degrees_and_minutes_are_enough() -> None:
    assert points.written(points.read("7°30'S 112°30'E")) == "-7.500000, 112.500000"


@pytest.mark.parametrize("typed", ["", "pasar", "-7.47", "-7.47, 112.43, 5", "7°28' 112", "1e1 2e2"])
def test_other_words_are_no_point(typed: str) -> None:
    with pytest.raises(points.NotAPoint):
        points.read(typed)


@pytest.mark.parametrize("typed", ["52.52, 13.40", "7.47, 112.43", "-7.47, 150.0", "0, 0", "112, 112"])
def test_a_point_abroad_is_refused(typed: str) -> None:
    with pytest.raises(points.Abroad):
        points.read(typed)


def test_a_page_of_a_map_for_a_point_and_none_for_words() -> None:
    assert points.map_url("-7.473211, 112.433890") == (
        "https://www.openstreetmap.org/?mlat=-7.473211&mlon=112.433890#map=17/-7.473211/112.433890"
    )
    assert points.map_url("di pasar") == points.map_url("52.52, 13.40") == ""
