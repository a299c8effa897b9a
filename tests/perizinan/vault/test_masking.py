import hashlib
import uuid

import pytest

from perizinan import vault


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("ayu.contoh@contoh.id", "ay•••@contoh.id"),
        ("b@contoh.id", "b•••@contoh.id"),
        ("081234567890", "0812••••••90"),
        ("+6281234567890", "+628••••••••90"),
        ("12345", "•••••"),
    ],
)
def test_an_address_is_shown_in_part(address, shown):
    assert vault.mask_address(address) == shown


def test_a_mask_ends_in_the_last_four():
    assert vault.mask("0001") == "••••••0001"


@pytest.mark.parametrize("text", ["NIK 3516019901010001.", "3516 0199 0101 0001", "3516.0199.0101.0001"])
def test_sixteen_digits_are_found_and_masked(text):
    assert vault.holds_number(text)
    assert not vault.holds_number(vault.mask_numbers(text))
    assert "••••••0001" in vault.mask_numbers(text)


@pytest.mark.parametrize(
    "text",
    ["", "123456789012345", "12345678901234567", "26-0048-270", "2026-11-24T14:32:00.123456+07:00", "0812 3456 7890"],
)
def test_other_digits_are_left_alone(text):
    assert not vault.holds_number(text)
    assert vault.mask_numbers(text) == text


def test_hashes_and_ids_are_not_taken_for_numbers():
    for n in range(3000):
        assert not vault.holds_number(hashlib.sha256(str(n).encode()).hexdigest())
        assert not vault.holds_number(str(uuid.UUID(int=n << 64)))
