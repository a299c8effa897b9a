import pytest

from perizinan import papers
from perizinan.signing.authority import LocalAuthority
from tests.perizinan.papers.conftest import LETTER, NOW

PASSPHRASE = "bata merah Trowulan 1293"


@pytest.fixture(scope="session")
def letter_pdf() -> bytes:
    return papers.render("letter", LETTER, now=NOW)


@pytest.fixture(scope="session")
def authority(tmp_path_factory) -> LocalAuthority:
    made = LocalAuthority(tmp_path_factory.mktemp("authority") / "signing")
    made.enrol("kepala", "Kepala Dinas (contoh)", PASSPHRASE)
    return made


@pytest.fixture(scope="session")
def signed(authority, letter_pdf) -> bytes:
    return authority.sign(letter_pdf, signer_id="kepala", passphrase=PASSPHRASE, reason="Penerbitan izin")
