"""The QR code as a phone reads it: from the picture of the printed page to the page it opens."""

from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from django.test import Client

from perizinan.files.kept import read
from tests import make

DPI = 150  # a fair copier; the code has to survive it


def codes(pdf: bytes) -> list[str]:
    """What stands in the QR codes of the pages."""
    pages = [page.render(scale=DPI / 72).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    return [found.text for page in pages for found in zxingcpp.read_barcodes(page)]


@pytest.fixture
def sealed(cast):
    return make.permit_of(make.application(cast, status="ISSUED"))


def test_the_code_on_the_letter_opens_the_proof_of_this_permit(sealed, settings):
    [address] = codes(read(sealed.sealed))
    assert address.startswith(f"{settings.SITE_URL}/v/")
    page = Client().get(urlsplit(address).path)
    assert page.status_code == 200
    assert sealed.number in page.content.decode().replace("<wbr>", "")
    assert "IZIN INI ASLI" in page.content.decode()


def test_the_letter_before_its_signature_carries_the_same_code(cast):
    permit = make.rendered(cast)
    [address] = codes(read(permit.letter))
    assert urlsplit(address).path == f"/v/{permit.token}/"
