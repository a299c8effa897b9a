"""Three places for bytes, reached only through Django's storage API (a folder or an S3 bucket by setting).

A slow disk or a bucket far away must not hold rows locked, so nobody gets a place while a transaction is open.
"""

from datetime import datetime

from django.core.files.storage import Storage, storages
from django.db import transaction


class InTransaction(transaction.TransactionManagementError):
    """Bytes were to move, or be looked at, while a transaction is open."""


def quarantine() -> Storage:
    return _place("quarantine")


def clean() -> Storage:
    return _place("clean")


def portal() -> Storage:
    """What the portal makes for itself alone, such as signed bytes beside their claim."""
    return _place("default")


def day_folder(moment: datetime) -> str:
    return f"{moment:%Y/%m/%d}/"


def no_transaction() -> None:
    """Raises InTransaction. The transactions that Django's own test cases open around a test do not count."""
    blocks = transaction.get_connection().atomic_blocks
    if any(not getattr(block, "_from_testcase", False) for block in blocks):
        raise InTransaction("no bytes while a transaction is open")


def _place(name: str) -> Storage:
    no_transaction()
    return storages[name]
