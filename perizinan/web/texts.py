"""Dates, hours, money and sizes as words (ui.md section 8), in both languages; a number never breaks from its word."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import translation

NBSP = "\u00a0"
OFFICE_TIME = ZoneInfo("Asia/Jakarta")
_MONTHS = {
    "id": tuple(
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()  # noqa: SIM905
    ),
    "en": tuple(
        "January February March April May June July August September October November December".split()  # noqa: SIM905
    ),
}
_DAYS = {
    "id": ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_THOUSANDS = {"id": ".", "en": ","}
_DECIMAL = {"id": ",", "en": "."}
# a year keeps no word beside it ("24 November 2026 pukul 14.32 WIB" would be one long word); telephone groups stay one
_NUMBER_THEN_WORD = re.compile(
    r"(?<=\d)(?<!\b\d{4}) (?=[A-Za-z%])|(?<=[a-z]) (?=\d\d[.:]\d\d)|(?<=\bNomor) (?=\d)|(?<=\d[ \u00a0]x) (?=\d)"
    r"|(?<=\b0\d{3}) (?=\d{3,4}\b)|(?<=\b0\d{3}[ \u00a0]\d{4}) (?=\d{4}\b)"
)


def tanggal(day: date, language: str | None = None) -> str:
    """24 November 2026; a datetime is taken at office time."""
    if isinstance(day, datetime):
        day = day.astimezone(OFFICE_TIME).date()
    return f"{day.day}{NBSP}{_MONTHS[_known(language)][day.month - 1]}{NBSP}{day.year}"


def hari(day: date, language: str | None = None) -> str:
    """Senin."""
    if isinstance(day, datetime):
        day = day.astimezone(OFFICE_TIME).date()
    return _DAYS[_known(language)][day.weekday()]


def jam(moment: datetime, language: str | None = None) -> str:
    """14.32 WIB."""
    separator = ":" if _known(language) == "en" else "."
    return moment.astimezone(OFFICE_TIME).strftime(f"%H{separator}%M") + f"{NBSP}WIB"


def pukul(moment: datetime, language: str | None = None) -> str:
    """pukul 14.32 WIB."""
    word = "at" if _known(language) == "en" else "pukul"
    return f"{word}{NBSP}{jam(moment, language)}"


def bilangan(number: int, language: str | None = None) -> str:
    """1.234."""
    return f"{number:,}".replace(",", _THOUSANDS[_known(language)])


def rupiah(amount: int, language: str | None = None) -> str:
    """Rp150.000."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{bilangan(abs(amount), language)}"


def jumlah_hari(count: int, language: str | None = None) -> str:
    """3 hari kerja."""
    if _known(language) == "en":
        return f"{count}{NBSP}working{NBSP}{'day' if count == 1 else 'days'}"
    return f"{count}{NBSP}hari{NBSP}kerja"


def ukuran(size: int, language: str | None = None) -> str:
    """3,4 MB; whole kilobytes below one megabyte, never less than 1 KB."""
    kilobytes = max(1, round(size / 1024))
    if kilobytes < 1024:
        return f"{kilobytes}{NBSP}KB"
    megabytes = f"{size / 1024**2:.1f}".removesuffix(".0")
    return f"{megabytes.replace('.', _DECIMAL[_known(language)])}{NBSP}MB"


def berkelompok(digits: str, sizes: tuple[int, ...] = (4,)) -> str:
    """3516 0000 0000 0001: the last size repeats; what is not a run of digits is returned as it is."""
    if not digits.isdigit():
        return digits
    groups, rest, pending = [], digits, list(sizes)
    while rest:
        size = pending.pop(0) if len(pending) > 1 else pending[0]
        groups.append(rest[:size])
        rest = rest[size:]
    return NBSP.join(groups)


def nbsp(text: str) -> str:
    """Keeps a number with the word after it, inside a sentence that is already written."""
    return _NUMBER_THEN_WORD.sub(NBSP, text)


def _known(language: str | None) -> str:
    chosen = (language or translation.get_language() or "id")[:2]
    return chosen if chosen in _MONTHS else "id"
