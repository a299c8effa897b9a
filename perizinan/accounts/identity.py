"""Plausibility of personal numbers. Pure: no database, no clock.

A NIK keeps the region where it was first recorded for life, so its region is never a problem.
"""

import re
import unicodedata

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from perizinan import vault

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SEPARATORS = re.compile(r"[\s.\-–()/]+")
_LONGEST_PHONE = 16  # "+" and 15 digits
_MONTHS = range(1, 13)
_DAYS = {*range(1, 32), *range(41, 72)}  # women: day of birth + 40


def nik(text: str) -> str:
    """The 16 digits of a NIK, or a ValidationError that says what is wrong."""
    digits = _digits(text, name="NIK", lengths=(16,))
    day, month, serial = int(digits[6:8]), int(digits[8:10]), digits[12:]
    if day not in _DAYS or month not in _MONTHS:
        raise ValidationError(
            _("Angka ke-7 sampai ke-12 NIK adalah tanggal lahir. Periksa lagi angka itu di KTP."), code="date"
        )
    if serial == "0000":
        raise ValidationError(_("Empat angka terakhir NIK tidak mungkin 0000. Periksa lagi di KTP."), code="serial")
    return digits


def npwp(text: str) -> str:
    """The 15 (old) or 16 (new) digits of an NPWP."""
    return _digits(text, name="NPWP", lengths=(15, 16))


def nib(text: str) -> str:
    """The 13 digits of an NIB. They are random: there is nothing more to check."""
    return _digits(text, name="NIB", lengths=(13,))


def name(text: str) -> str:
    """One line, without characters nobody sees: a right-to-left override would turn a whole row of the desk around."""
    seen = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in _HIDDEN)
    return " ".join(seen.split())


def phone(text: str) -> str:
    """A phone number in E.164. Without a country code it is Indonesian."""
    wrong = ValidationError(_("Nomor ponsel ini belum benar. Contoh: 0812 3456 7890."), code="phone")
    try:
        number = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException as error:
        raise wrong from error
    national = str(number.national_number)
    if number.country_code == 62:
        # New prefixes appear faster than number tables: only the shape of a mobile number counts.
        possible = national.startswith("8") and 9 <= len(national) <= 12
    else:
        possible = phonenumbers.is_possible_number(number)
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not possible or len(written) > _LONGEST_PHONE:  # some countries' tables hold longer numbers than E.164 allows
        raise wrong
    return written


def email(text: str) -> str:
    """An e-mail address in lower case."""
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError(_("Alamat e-mail ini belum lengkap. Contoh: nama@contoh.id."), code="email") from error
    return address


def contact(text: str) -> tuple[str | None, str | None]:
    """What somebody typed to sign in, as (email, phone): exactly one of the two is set."""
    text = text.strip()
    if "@" in text:
        return email(text), None
    if any(character.isalpha() for character in text):
        raise ValidationError(
            _("Tulis nomor ponsel atau alamat e-mail. Contoh: 0812 3456 7890 atau nama@contoh.id."), code="contact"
        )
    return None, phone(text)


def local_phone(e164: str) -> str:
    """+628123456790 -> 08123456790, as people here say it; foreign numbers stay international."""
    return f"0{e164[3:]}" if e164.startswith("+62") else e164


def spoken_phone(e164: str) -> str:
    """0812 3456 790: in groups, to be read aloud."""
    return in_fours(local_phone(e164))


def in_fours(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def masked(address: str) -> str:
    """0812•••••90 or ay•••@contoh.id: enough to recognise one's own. A domain may look like a personal number."""
    return vault.mask_numbers(vault.mask_address(address if "@" in address else local_phone(address)))


def _digits(text: str, *, name: str, lengths: tuple[int, ...]) -> str:
    digits = _SEPARATORS.sub("", text)
    if not (digits.isascii() and digits.isdigit()):
        raise ValidationError(
            _("%(name)s hanya berisi angka. Hapus huruf atau tanda lain."), code="letters", params={"name": name}
        )
    if len(digits) not in lengths:
        wanted = _(" atau ").join(str(length) for length in lengths)
        raise ValidationError(
            _("%(name)s harus %(wanted)s angka. Anda mengetik %(typed)s."),
            code="length",
            params={"name": name, "wanted": wanted, "typed": len(digits)},
        )
    return digits
