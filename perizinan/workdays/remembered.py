"""The cached copies of the holidays, one for each year asked about."""

from collections.abc import Iterable
from datetime import date

from django.core.cache import cache

SECONDS = 60
YEARS_AROUND = 2  # a calendar knows two years before and two after the year asked about

Names = dict[date, str]


def _key(year: int) -> str:
    return f"workdays:holidays:{year}"


def get(year: int) -> Names | None:
    names: Names | None = cache.get(_key(year))
    return names


def put(year: int, names: Names) -> None:
    cache.set(_key(year), names, SECONDS)


def forget(years: Iterable[int]) -> None:
    span = range(-YEARS_AROUND, YEARS_AROUND + 1)
    cache.delete_many({_key(year + offset) for year in years for offset in span})
