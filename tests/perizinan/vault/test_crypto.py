import pytest
from cryptography.fernet import Fernet

from perizinan import vault

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
NUMBER = "3516019901010001"


def test_the_ciphertext_hides_the_value_and_opens_again():
    sealed = vault.encrypt(NUMBER)

    assert NUMBER not in sealed
    assert vault.decrypt(sealed) == NUMBER
    assert vault.encrypt(NUMBER) != sealed


def test_the_first_key_encrypts_and_every_key_decrypts(settings):
    settings.FIELD_KEYS = [OLD]
    old = vault.encrypt(NUMBER)
    settings.FIELD_KEYS = [NEW, OLD]
    new = vault.encrypt(NUMBER)

    assert vault.decrypt(old) == NUMBER
    assert Fernet(NEW).decrypt(new.encode()).decode() == NUMBER


def test_after_rotation_the_old_key_may_go(settings):
    settings.FIELD_KEYS = [OLD]
    old = vault.encrypt(NUMBER)
    settings.FIELD_KEYS = [NEW, OLD]
    rotated = vault.rotate(old)
    settings.FIELD_KEYS = [NEW]

    assert vault.decrypt(rotated) == NUMBER
    with pytest.raises(vault.Unreadable):
        vault.decrypt(old)
    with pytest.raises(vault.Unreadable):
        vault.rotate(old)


@pytest.mark.parametrize("position", [0, 1, 20, 60, -3])
def test_a_changed_character_is_refused_and_the_error_says_nothing(position):
    sealed = list(vault.encrypt(NUMBER))
    sealed[position] = "A" if sealed[position] != "A" else "B"

    with pytest.raises(vault.Unreadable) as refusal:
        vault.decrypt("".join(sealed))

    assert NUMBER not in str(refusal.value)
    assert refusal.value.__suppress_context__


def test_the_digest_is_equal_for_equal_values_and_depends_on_its_key(settings):
    first = vault.digest(NUMBER)

    assert first == vault.digest(NUMBER)
    assert first != vault.digest("3516019901010002")
    assert len(first) == 64
    settings.FIELD_DIGEST_KEY = "another key"
    assert vault.digest(NUMBER) != first


def test_a_sealed_value_keeps_its_last_four_and_opens():
    sealed = vault.seal(NUMBER)

    assert set(sealed) == {"enc", "last4"}
    assert sealed["last4"] == "0001"
    assert NUMBER not in str(sealed)
    assert vault.unseal(sealed) == NUMBER


def test_a_short_value_gives_no_tail_away():
    assert vault.seal("A123456")["last4"] == ""
