import pytest
import segno

from perizinan import papers

pytestmark = pytest.mark.unit


def test_qr_svg_draws_the_matrix_of_the_address_with_a_quiet_zone():
    url = "https://perizinan.contoh.test/v/7KQ2M9PX4T"
    svg = papers.qr_svg(url)
    side = segno.make_qr(url, error="q").symbol_size(border=4)[0]
    assert svg.startswith("<svg")
    assert f'width="{side}"' in svg
    assert "script" not in svg
    assert papers.qr_svg(url) == svg != papers.qr_svg(url + "X")
