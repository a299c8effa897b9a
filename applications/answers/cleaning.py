"""One answer as typed -> as stored, for every type but rows and computed; or `Wrong` with what to mend. Pure, but for
the list of villages."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from applications.answers import dates, points, villages
from applications.catalogue import patterns
from applications.catalogue.conditions import number_of
from applications.catalogue.schema import NO, YES, FieldType, FormField
from applications.catalogue.spoken import number_text
from perizinan.accounts import identity
from perizinan.web import texts

LARGEST = 15  # digits before the comma
_CURRENCY, _CENTS = re.compile(r"^(?:rp\.?|idr)\s*", re.IGNORECASE), re.compile(r",(?:-|00)$")
_RUPIAH = re.compile(r"(?:rp\.?|idr)?([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,-|,00)?", re.IGNORECASE)


class Wrong(ValueError):
    """The value cannot be right; `sentence` is what the applicant reads."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def clean(field: FormField, text: str) -> Any:
    """`text`: what `rules.tidy` left, never empty."""
    return _CLEANERS[field.type](field, text)


def choices(field: FormField, values: list[str]) -> list[str]:
    """In the order of the form, each once."""
    known = [option.value for option in field.options]
    if not set(values) <= set(known):
        raise Wrong(_("Pilih jawaban yang ada saja."))
    return [value for value in known if value in values]


def number_as_stored(value: Decimal) -> int | str:
    """12 and "12,5"."""
    whole = int(value)
    return whole if whole == value else format(value.normalize(), "f").replace(".", ",")


def said_number(value: Decimal | float, unit: object = "") -> str:
    """As a page says it: 1.250,5 m."""
    text = number_text(value)
    return f"{text}{texts.NBSP}{unit}" if unit else text


def _text(field: FormField, text: str) -> str:
    line = _short_enough(field, " ".join(text.split()))
    if field.pattern is not None and not patterns.fits(field.pattern, line):
        said = {"label": field.label, "example": field.pattern.example}
        raise Wrong(_("%(label)s belum sesuai bentuknya. Tulis seperti %(example)s.") % said)
    return line


def _long_text(field: FormField, text: str) -> str:
    lines = [line.rstrip() for line in text.split("\n")]
    return _short_enough(field, re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip())


def _short_enough(field: FormField, text: str) -> str:
    if len(text) > field.max_length:
        said = {"label": field.label, "most": field.max_length, "typed": len(text)}
        raise Wrong(_("%(label)s paling panjang %(most)s huruf. Anda mengetik %(typed)s.") % said)
    return text


def _number(field: FormField, text: str) -> int | str:
    value = number_of(bare(field, text))
    if value is None:
        example = "2,5" if field.decimals else "3"
        raise Wrong(_("%(label)s harus angka. Contoh: %(example)s") % {"label": field.label, "example": example})
    typed_decimals = max(0, -int(value.as_tuple().exponent))
    if typed_decimals and not field.decimals:
        raise Wrong(_("%(label)s harus angka bulat, tanpa koma. Contoh: 3") % {"label": field.label})
    if typed_decimals > field.decimals:
        said = {"label": field.label, "most": field.decimals}
        raise Wrong(_("%(label)s paling banyak %(most)s angka di belakang koma. Contoh: 2,5") % said)
    return number_as_stored(_in_bounds(field, value))


def bare(field: FormField, text: str) -> str:
    """ "2,5 m" is 2,5 and "Rp 12,5" is 12,5; static/js/conditions.js does the same."""
    text = text.strip()
    if field.type is FieldType.MONEY:
        return _CENTS.sub("", _CURRENCY.sub("", text))
    found = next((unit for unit in units(field) if text.casefold().endswith(unit.casefold())), "")
    return text[: len(text) - len(found)].strip() if found else text


def units(field: FormField) -> list[str]:
    """Its unit in both languages, the longer one first."""
    return sorted({field.unit.id, field.unit.en} - {""}, key=len, reverse=True)


def _money(field: FormField, text: str) -> int:
    found = _RUPIAH.fullmatch("".join(text.split()))
    if found is None:
        said = {"label": field.label}
        raise Wrong(_("%(label)s ditulis dalam rupiah utuh, tanpa koma. Contoh: 150.000") % said)
    return int(_in_bounds(field, Decimal(found[1].replace(".", ""))))


def _in_bounds(field: FormField, value: Decimal) -> Decimal:
    if value.adjusted() >= LARGEST:
        raise Wrong(_("%(label)s terlalu besar. Periksa lagi angkanya.") % {"label": field.label})
    if field.minimum is not None and value < Decimal(str(field.minimum)):
        said = {"label": field.label, "least": _bound(field, field.minimum)}
        raise Wrong(_("%(label)s paling sedikit %(least)s.") % said)
    if field.maximum is not None and value > Decimal(str(field.maximum)):
        said = {"label": field.label, "most": _bound(field, field.maximum)}
        raise Wrong(_("%(label)s paling banyak %(most)s.") % said)
    return value


def _bound(field: FormField, bound: float) -> str:
    return texts.rupiah(int(bound)) if field.type is FieldType.MONEY else said_number(bound, field.unit)


def _date(field: FormField, text: str) -> str:
    try:
        return dates.read(text).isoformat()
    except dates.NoSuchDay as error:
        raise Wrong(_("%(label)s tidak ada di kalender. Periksa lagi.") % {"label": field.label}) from error
    except dates.NotADate as error:
        raise Wrong(_("%(label)s belum terbaca. Tulis seperti 1 Desember 2026.") % {"label": field.label}) from error


def _choice(field: FormField, text: str) -> str:
    if text not in {option.value for option in field.options}:
        raise Wrong(_("Pilih salah satu jawaban yang ada."))
    return text


def _yes_no(_field: FormField, text: str) -> str:
    if text not in {YES, NO}:
        raise Wrong(_("Pilih Ya atau Tidak."))
    return text


def _village(field: FormField, text: str) -> str:
    if not villages.exists(text):
        raise Wrong(_("%(label)s: pilih desa atau kelurahan dari daftar.") % {"label": field.label})
    return text


def _point(field: FormField, text: str) -> str:
    try:
        return points.written(points.read(text))
    except points.Abroad as error:
        said = {"label": field.label}
        raise Wrong(
            _("%(label)s ada di luar Indonesia. Periksa tanda minusnya, seperti -7.473211, 112.433890.") % said
        ) from error
    except points.NotAPoint as error:
        raise Wrong(
            _("%(label)s belum terbaca. Tulis seperti -7.473211, 112.433890.") % {"label": field.label}
        ) from error


def _identity(rule: Callable[[str], str]) -> Callable[[FormField, str], str]:
    def cleaned(_field: FormField, text: str) -> str:
        try:
            return rule(text)
        except ValidationError as error:
            raise Wrong(error.messages[0]) from error

    return cleaned


_CLEANERS: dict[FieldType, Callable[[FormField, str], Any]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _long_text,
    FieldType.NUMBER: _number,
    FieldType.MONEY: _money,
    FieldType.DATE: _date,
    FieldType.CHOICE: _choice,
    FieldType.YES_NO: _yes_no,
    FieldType.VILLAGE: _village,
    FieldType.POINT: _point,
    FieldType.NIK: _identity(identity.nik),
    FieldType.NIB: _identity(identity.nib),
    FieldType.NPWP: _identity(identity.npwp),
    FieldType.PHONE: _identity(identity.phone),
    FieldType.EMAIL: _identity(identity.email),
}
