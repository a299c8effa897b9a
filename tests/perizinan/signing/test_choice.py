import pytest
from django.core.exceptions import ImproperlyConfigured

from perizinan import signing
from perizinan.signing.authority import LocalAuthority
from tests.perizinan.signing.conftest import PASSPHRASE
from tests.perizinan.signing.simulator import Simulator

pytestmark = pytest.mark.unit


def test_local_signer_lives_in_the_folder_of_the_settings(settings, tmp_path, letter_pdf):
    settings.SIGNER, settings.SIGNING_DIR = "local", tmp_path
    LocalAuthority(tmp_path).enrol("kepala", "Kepala (contoh)", PASSPHRASE)
    signed = signing.signer().sign(letter_pdf, signer_id="kepala", passphrase=PASSPHRASE, reason="x")
    assert signing.verify(signed).valid
    assert not signing.verify(letter_pdf).valid


def test_signer_by_dotted_path(settings):
    settings.SIGNER = "tests.perizinan.signing.simulator.Simulator"
    assert "simulator" in signing.signer().describe()


@pytest.mark.parametrize("name", ["", "bsre", "LOCAL"])
def test_signer_nobody_knows_is_a_configuration_error(settings, name):
    settings.SIGNER = name
    with pytest.raises(ImproperlyConfigured):
        signing.signer()


@pytest.mark.parametrize(
    ("answer", "refusal", "code"),
    [
        ("wrong_passphrase", signing.WrongPassphrase, "wrong_passphrase"),
        ("unknown", signing.SignerUnknown, "signer_unknown"),
        ("time_out", signing.SignerUnavailable, "time_out"),
        ("not_a_pdf", signing.SignerUnavailable, "invalid_result"),
        ("nonsense", signing.SignerUnavailable, "invalid_result"),
        ("unsigned", signing.SignerUnavailable, "invalid_result"),
        ("other_paper", signing.SignerUnavailable, "invalid_result"),
    ],
)
def test_whatever_a_signer_answers_only_a_valid_paper_leaves(letter_pdf, answer, refusal, code):
    simulator = Simulator(answer)
    with pytest.raises(refusal) as refused:
        simulator.sign(letter_pdf, signer_id="kepala", passphrase="apa saja", reason="Penerbitan")
    assert refused.value.code == code
    assert refused.value.sentence
    assert simulator.verify(simulator.sign(letter_pdf, signer_id="kepala", passphrase="apa saja", reason="x")).valid
