"""One value of one field: what people type -> what is stored, or a sentence that says what to mend. Pure."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from applications.answers import dates
from applications.catalogue.schema import NO, YES, FieldType, FormField
from perizinan.accounts import identity
from perizinan.vault import seal, unseal

LONGEST_TYPED = 20_000  # kept of one field even when it is too long to be right
_GROUPED_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+")


class Wrong(ValueError):
    """The value cannot be right; `sentence` is what the applicant reads."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def tidy(typed: str) -> str:
    """Without characters nobody sees and no database keeps; the words stay as typed."""
    text = typed[:LONGEST_TYPED].replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"}).strip()


def stored(field: FormField, typed: str) -> Any:
    """The value for AnswerSet.data. Never refuses: words that cannot be read are kept as typed. Empty is None."""
    text = tidy(typed)
    if not text:
        return None
    try:
        value = clean(field, text)
    except Wrong:
        return {**seal(text), "wrong": "1"} if field.type is FieldType.NIK else text
    return seal(value) if field.type is FieldType.NIK else value


def problem(field: FormField, value: Any) -> str:
    """The sentence about a stored value, or empty. Nothing stored is no problem of this rule."""
    if value in (None, "") or (field.type is FieldType.NIK and isinstance(value, Mapping) and "wrong" not in value):
        return ""
    try:
        clean(field, typed_again(field, value))
    except Wrong as wrong:
        return wrong.sentence
    return ""


def typed_again(field: FormField, value: Any) -> str:
    """A stored value as somebody could have typed it."""
    if field.type is FieldType.NIK and isinstance(value, Mapping):
        return unseal(value)
    return "" if value is None else str(value)


def missing(field: FormField) -> str:
    chosen = field.type in {FieldType.CHOICE, FieldType.YES_NO}
    label = str(field.label)
    if label.endswith("?"):
        return _("Pertanyaan “%(label)s” belum dijawab.") % {"label": label}
    return (_("%(label)s belum dipilih.") if chosen else _("%(label)s belum diisi.")) % {"label": label}


def too_early(field: FormField, value: Any, other: FormField, other_value: Any) -> str:
    """Both dates must be readable; else their own sentences are enough."""
    day, other_day = as_date(value), as_date(other_value)
    if day is None or other_day is None or day >= other_day:
        return ""
    return _("%(label)s lebih awal dari %(other)s.") % {"label": field.label, "other": _inside(str(other.label))}


def as_date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def clean(field: FormField, text: str) -> Any:
    return _CLEANERS[field.type](field, text)


def _text(field: FormField, text: str) -> str:
    return _short_enough(field, " ".join(text.split()))


def _long_text(field: FormField, text: str) -> str:
    lines = [line.rstrip() for line in text.split("\n")]
    return _short_enough(field, re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip())


def _short_enough(field: FormField, text: str) -> str:
    if len(text) > field.max_length:
        said = {"label": field.label, "most": field.max_length, "typed": len(text)}
        raise Wrong(_("%(label)s paling panjang %(most)s huruf. Anda mengetik %(typed)s.") % said)
    return text


def _number(field: FormField, text: str) -> int:
    digits = "".join(text.split())
    if not (digits.isascii() and _GROUPED_NUMBER.fullmatch(digits)):
        raise Wrong(_("%(label)s harus angka. Contoh: 3") % {"label": field.label})
    number = int(digits.replace(".", "")[:15])
    if field.minimum is not None and number < field.minimum:
        raise Wrong(_("%(label)s paling sedikit %(least)s.") % {"label": field.label, "least": field.minimum})
    if field.maximum is not None and number > field.maximum:
        raise Wrong(_("%(label)s paling banyak %(most)s.") % {"label": field.label, "most": field.maximum})
    return number


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


def _identity(rule: Callable[[str], str]) -> Callable[[FormField, str], str]:
    def cleaned(_field: FormField, text: str) -> str:
        try:
            return rule(text)
        except ValidationError as error:
            raise Wrong(error.messages[0]) from error

    return cleaned


def _inside(label: str) -> str:
    """A label in the middle of a sentence: Tanggal mulai -> tanggal mulai, but NIK stays."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


_CLEANERS: dict[FieldType, Callable[[FormField, str], Any]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _long_text,
    FieldType.NUMBER: _number,
    FieldType.DATE: _date,
    FieldType.CHOICE: _choice,
    FieldType.YES_NO: _yes_no,
    FieldType.NIK: _identity(identity.nik),
    FieldType.PHONE: _identity(identity.phone),
    FieldType.EMAIL: _identity(identity.email),
}
