"""Two places for bytes, reached only through Django's storage API (a folder or an S3 bucket by setting)."""

from datetime import datetime

from django.core.files.storage import Storage, storages


def quarantine() -> Storage:
    return storages["quarantine"]


def clean() -> Storage:
    return storages["clean"]


def day_folder(moment: datetime) -> str:
    return f"{moment:%Y/%m/%d}/"
