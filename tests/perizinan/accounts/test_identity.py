import pytest
from django.core.exceptions import ValidationError

from perizinan.accounts import devices, identity

GOOD_NIK = "3516130107900001"


@pytest.mark.parametrize(
    "text",
    [
        GOOD_NIK,
        "3516 1301 0790 0001",
        "3516134107900001",  # a woman: day + 40
        "3516137112900001",
        "6501010107900001",  # Kaltara: not in old tables
        "9604010107900001",  # Papua
        "0000000107900001",  # a region nobody knows is never a problem
    ],
)
def test_plausible_nik(text):
    assert identity.nik(text) == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("351613010790000", "length"),
        ("35161301079000012", "length"),
        ("351613O107900001", "letters"),
        ("3516130007900001", "date"),
        ("3516133207900001", "date"),
        ("3516134007900001", "date"),
        ("3516137207900001", "date"),
        ("3516130100900001", "date"),
        ("3516130113900001", "date"),
        ("3516130107900000", "serial"),
        ("３５１６１３０１０７９００００１", "letters"),
    ],
)
def test_impossible_nik(text, code):
    with pytest.raises(ValidationError) as refused:
        identity.nik(text)
    assert refused.value.code == code


def test_the_sentence_says_what_was_typed():
    with pytest.raises(ValidationError) as refused:
        identity.nik("351613010790000")
    assert refused.value.messages == ["NIK harus 16 angka. Anda mengetik 15."]


def test_npwp_has_15_or_16_digits():
    assert identity.npwp("01.234.567.8-901.000") == "012345678901000"
    assert identity.npwp("0012345678901000") == "0012345678901000"
    with pytest.raises(ValidationError, match=r"NPWP harus 15 atau 16 angka. Anda mengetik 14."):
        identity.npwp("01234567890100")


def test_nib_is_any_13_digits():
    assert identity.nib("0000000000000") == "0000000000000"
    with pytest.raises(ValidationError, match=r"NIB harus 13 angka. Anda mengetik 12."):
        identity.nib("123456789012")


@pytest.mark.parametrize("text", ["0812 3456 7890", "0812-3456-7890", "62 812 3456 7890", "+62 812 3456 7890"])
def test_indonesian_phone(text):
    assert identity.phone(text) == "+6281234567890"


def test_foreign_phone_keeps_its_country():
    assert identity.phone("+60 12-345 6789") == "+60123456789"


@pytest.mark.parametrize("text", ["0812", "0321 123456", "08123456789012345", "halo"])
def test_impossible_phone(text):
    with pytest.raises(ValidationError):
        identity.phone(text)


def test_contact_is_a_phone_or_an_address():
    assert identity.contact(" Ayu@Contoh.ID ") == ("ayu@contoh.id", None)
    assert identity.contact("0812 3456 7890") == (None, "+6281234567890")
    for wrong in ("ayu", "ayu@", "12"):
        with pytest.raises(ValidationError):
            identity.contact(wrong)


def test_masked_addresses():
    assert identity.masked("+6281234567890") == "0812••••••90"
    assert identity.spoken_phone("+6281234567890") == "0812 3456 7890"
    assert identity.masked("ayu.lestari@contoh.id") == "ay•••@contoh.id"


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Ponsel lama (contoh)", "Ponsel lama (contoh)"),
    ],
)
def test_a_device_has_a_name_its_owner_knows(sent, name):
    assert devices.device_name(sent) == name


def test_a_number_longer_than_any_phone_is_refused():
    assert len(identity.phone("+49 151 1234 5678 9")) <= 16
    for text in ("+4912345678901234", "+49123456789012345"):
        with pytest.raises(ValidationError):
            identity.phone(text)


def test_a_domain_that_looks_like_a_personal_number_is_masked():
    assert identity.masked("ayu@1234567890123456.com") == "ay•••@••••••3456.com"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Ayu   Contoh ", "Ayu Contoh"),
        ("Ayu\r\nBcc: x@y.z", "Ayu Bcc: x@y.z"),
        ("CV \u202eexe.fdp", "CV exe.fdp"),
        ("Ayu \u200b Contoh", "Ayu Contoh"),
        ("\u200b\u2066", ""),
        ("Al-Ḥāfiẓ Nur'aini", "Al-Ḥāfiẓ Nur'aini"),
    ],
)
def test_a_name_is_one_line_without_hidden_characters(typed, name):
    assert identity.name(typed) == name
