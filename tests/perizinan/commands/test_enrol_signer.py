from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from perizinan.accounts.models import User
from perizinan.audit.models import AuditEntry
from perizinan.management.commands import enrol_signer
from perizinan.signing.authority import LocalAuthority

pytestmark = pytest.mark.django_db
PASSPHRASE = "kalimat rahasia uji"


@pytest.fixture
def dewi(db):
    return User.objects.create_user(email="dewi@contoh.invalid", name="Dewi (contoh)", is_staff=True)


@pytest.fixture
def typing(monkeypatch):
    """What the person types at the two prompts."""

    def types(*words):
        typed = iter(words)
        monkeypatch.setattr(enrol_signer.getpass, "getpass", lambda _prompt: next(typed))

    return types


def knows(user, settings):
    return LocalAuthority(Path(settings.SIGNING_DIR)).knows(f"user-{user.pk}")


@pytest.fixture(autouse=True)
def _own_authority(settings, tmp_path):
    settings.SIGNING_DIR = tmp_path / "signing"


def test_a_person_gets_a_key_and_the_audit_says_so(dewi, typing, settings, capsys):
    typing(PASSPHRASE, PASSPHRASE)
    call_command("enrol_signer", "Dewi@contoh.invalid")
    assert knows(dewi, settings)
    out, err = capsys.readouterr()
    assert "Dewi (contoh) can sign" in out
    assert "give the role" in err
    assert PASSPHRASE not in out + err
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.subject_id) == ("account.signer_enrolled", str(dewi.pk))
    assert PASSPHRASE not in str(entry.data)


def test_two_different_passphrases_change_nothing(dewi, typing, settings):
    typing(PASSPHRASE, "lain sama sekali")
    with pytest.raises(CommandError, match="not the same"):
        call_command("enrol_signer", dewi.email)
    assert not knows(dewi, settings)
    assert not AuditEntry.objects.exists()


def test_a_weak_passphrase_is_refused_and_leaves_no_trace(dewi, typing, settings):
    typing("pendek", "pendek")
    with pytest.raises(CommandError, match="paling sedikit"):
        call_command("enrol_signer", dewi.email)
    assert not knows(dewi, settings)
    assert not AuditEntry.objects.exists()


def test_a_known_signer_is_replaced_only_when_asked(dewi, typing):
    typing(PASSPHRASE, PASSPHRASE)
    call_command("enrol_signer", dewi.email)
    with pytest.raises(CommandError, match="--replace"):
        call_command("enrol_signer", dewi.email)
    typing("kalimat kedua uji", "kalimat kedua uji")
    call_command("enrol_signer", dewi.email, "--replace")


def test_a_stranger_and_another_signer_are_refused(dewi, settings):
    with pytest.raises(CommandError, match="Nobody"):
        call_command("enrol_signer", "siapa@contoh.invalid")
    settings.SIGNER = "contoh.Signer"
    with pytest.raises(CommandError, match="keys are made there"):
        call_command("enrol_signer", dewi.email)


def test_the_passphrase_is_no_argument(dewi):
    with pytest.raises(CommandError, match="unrecognized arguments"):
        call_command("enrol_signer", dewi.email, PASSPHRASE)
