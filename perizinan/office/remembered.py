"""The cached copy of the office profile."""

from typing import TYPE_CHECKING

from django.core.cache import cache

if TYPE_CHECKING:
    from perizinan.office.models import OfficeProfile

SECONDS = 60
_KEY = "office:profile"


def get() -> "OfficeProfile | None":
    profile: OfficeProfile | None = cache.get(_KEY)
    return profile


def put(profile: "OfficeProfile") -> None:
    cache.set(_KEY, profile, SECONDS)


def forget() -> None:
    cache.delete(_KEY)
