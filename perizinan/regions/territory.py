"""Whose territory a place is in. Pure but for two settings: the office's own regency and the city inside it."""

from enum import StrEnum

from django.conf import settings


class Authority(StrEnum):
    OWN = "own"  # this office
    CITY = "city"  # the city of the same name has an office of its own
    OTHER = "other"


OWN, CITY, OTHER = Authority


def authority_of(code: str) -> Authority:
    """Decided by the place of the activity, never by where the applicant lives."""
    regency = ".".join(code.split(".")[:2])
    if regency == settings.OWN_REGENCY:
        return OWN
    return CITY if regency == settings.CITY_REGENCY else OTHER
