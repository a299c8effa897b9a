"""Dates as people type them here. Pure."""

import re
from datetime import date

_MONTHS = (
    ("januari", "january", "jan"),
    ("februari", "february", "pebruari", "feb"),
    ("maret", "march", "mar"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("agustus", "august", "agu", "agt", "ags", "aug"),
    ("september", "sep", "sept"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nopember", "nov", "nop"),
    ("desember", "december", "des", "dec"),
)
_NUMBER_OF = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_NUMBERS = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS = re.compile(r"(?:[a-z]+,?\s+)?(\d{1,2})[\s-]+([a-z]+)\.?[\s,-]+(\d{4})")
_YEARS = range(1900, 2101)


class NotADate(ValueError):
    """The words have not the shape of a date."""


class NoSuchDay(ValueError):
    """31 February: the shape is right, the calendar has no such day."""


def read(typed: str) -> date:
    """1 Desember 2026, Selasa 1 Des 2026, 1-12-2026, 1/12/2026, 2026-12-01. Day before month, four digits a year."""
    text = " ".join(typed.casefold().split())
    if found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _NUMBERS.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif (found := _WORDS.fullmatch(text)) and found[2] in _NUMBER_OF:
        day, month, year = int(found[1]), _NUMBER_OF[found[2]], int(found[3])
    else:
        raise NotADate(typed)
    if year not in _YEARS:
        raise NoSuchDay(typed)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoSuchDay(typed) from error
