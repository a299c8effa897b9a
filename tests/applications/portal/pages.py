"""Addresses and texts of an applicant's pages."""

from django.urls import reverse


def go(name, case, *more):
    return reverse(f"portal:{name}", args=[case.number, *more])
