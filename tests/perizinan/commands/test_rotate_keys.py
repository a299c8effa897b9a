import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from applications.answers.models import AnswerSet
from perizinan import vault
from perizinan.accounts.models import Party, User
from perizinan.vault import rotation
from tests import make

pytestmark = pytest.mark.django_db
NIK = "3516134505990007"
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def kept(settings, seeded):
    """A person with a NIK, an answer with a NIK and a secret of an app, all under the old key."""
    settings.FIELD_KEYS = [OLD]
    ayu = make.user("Ayu")
    Party.objects.filter(user=ayu).update(nik=NIK)
    case = make.draft(ayu, filled=False)
    answers, _made = AnswerSet.objects.get_or_create(application=case, round=1, defaults={"saved_at": make.NOW})
    answers.data = {"nama": "Ayu", "nik": vault.seal(NIK), "anggota": [{"nik": vault.seal(NIK)}]}
    answers.save()
    secret = Authenticator.objects.create(user=ayu, type="totp", data={"secret": vault.encrypt("rahasia")})
    return ayu, answers, secret


def under_new_key_alone(settings):
    settings.FIELD_KEYS = [NEW]


def test_everything_reads_under_the_new_key_alone(kept, settings, capsys):
    ayu, answers, secret = kept
    settings.FIELD_KEYS = [NEW, OLD]
    call_command("rotate_keys")
    assert "Everything is under the first key." in capsys.readouterr().out

    under_new_key_alone(settings)
    assert str(Party.objects.get(user=ayu).nik) == NIK
    answers.refresh_from_db()
    assert answers.data["nama"] == "Ayu"
    assert vault.unseal(answers.data["nik"]) == NIK
    assert vault.unseal(answers.data["anggota"][0]["nik"]) == NIK
    assert answers.data["nik"]["last4"] == "0007"
    secret.refresh_from_db()
    assert vault.decrypt(secret.data["secret"]) == "rahasia"


def test_a_second_run_touches_nothing(kept, settings):
    settings.FIELD_KEYS = [NEW, OLD]
    call_command("rotate_keys")
    before = raw("perizinan_party", "nik")
    done = rotation.rotate_text(Party, "nik")
    assert (done.rotated, done.current) == (0, 1)
    assert raw("perizinan_party", "nik") == before


def test_batches_reach_every_row(kept, settings):
    settings.FIELD_KEYS = [OLD]
    for n in range(7):
        Party.objects.create(name=f"Warga {n} (contoh)", nik=NIK)
    settings.FIELD_KEYS = [NEW, OLD]
    assert rotation.rotate_text(Party, "nik", batch=3).rotated == 8
    under_new_key_alone(settings)
    assert {str(party.nik) for party in Party.objects.filter(nik__isnull=False)} == {NIK}


def test_what_no_key_opens_is_named_and_left_alone(kept, settings):
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    stray = Party.objects.create(name="Warga (contoh)", nik=NIK)
    before = raw("perizinan_party", "nik", stray.pk)
    settings.FIELD_KEYS = [NEW, OLD]
    with pytest.raises(CommandError, match=f"perizinan.Party.nik {stray.pk}"):
        call_command("rotate_keys")
    assert raw("perizinan_party", "nik", stray.pk) == before


def test_an_answer_that_only_looks_like_ciphertext_is_left_alone(kept, settings):
    _ayu, answers, _secret = kept
    answers.data["judul"] = "gAAAA, sebuah singkatan"
    answers.save()
    settings.FIELD_KEYS = [NEW, OLD]
    call_command("rotate_keys")
    answers.refresh_from_db()
    assert answers.data["judul"] == "gAAAA, sebuah singkatan"


def test_every_encrypted_column_is_found():
    names = {f"{model.__name__}.{column}" for model, column in rotation.encrypted_columns()}
    assert names >= {"Party.nik", "Party.npwp", "Delivery.address"}


def test_people_without_numbers_stay_so(kept, settings):
    User.objects.create_user(email="joko@contoh.invalid", name="Joko (contoh)")
    Party.objects.create(name="Joko (contoh)", nik=None, npwp="")
    settings.FIELD_KEYS = [NEW, OLD]
    call_command("rotate_keys")
    party = Party.objects.get(name="Joko (contoh)")
    assert (party.nik, party.npwp) == (None, "")


def raw(table, column, pk=None):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY id")
        rows = dict(cursor.fetchall())
    return rows[pk] if pk else rows
