"""Load the region rows from the data file. Safe to run again: names follow the file, rows are never deleted."""

import csv
from importlib import resources

from django.db import transaction

from perizinan.regions.models import Region

_LEVELS = [Region.Level.PROVINCE, Region.Level.REGENCY, Region.Level.DISTRICT, Region.Level.VILLAGE]


def load() -> int:
    """Insert or update every region of the file; how many it holds."""
    rows = [_region(code, name) for code, name in _read()]
    with transaction.atomic(durable=True):
        Region.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "level", "kind", "parent"],
        )
    return len(rows)


def _read() -> list[tuple[str, str]]:
    text = resources.files("perizinan.regions").joinpath("data", "regions.csv").read_text(encoding="utf-8")
    return [(row["code"], row["name"]) for row in csv.DictReader(text.splitlines())]


def _region(code: str, name: str) -> Region:
    parent, _dot, own = code.rpartition(".")
    level = _LEVELS[code.count(".")]
    return Region(code=code, name=name, level=level, kind=_kind(level, own), parent_id=parent or None)


def _kind(level: Region.Level, own: str) -> str:
    if level != Region.Level.VILLAGE:
        return ""
    return Region.Kind.KELURAHAN if own.startswith("1") else Region.Kind.DESA
