from functools import cache
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from perizinan.signing.interface import Signer
from perizinan.signing.verdict import Verification


def signer() -> Signer:
    """settings.SIGNER: "local", or the dotted path of a class that needs no arguments."""
    if settings.SIGNER == "local":
        return _local(Path(settings.SIGNING_DIR))
    if "." in settings.SIGNER:
        return cast(Signer, import_string(settings.SIGNER)())
    raise ImproperlyConfigured(f"SIGNER is {settings.SIGNER!r}; known: local.")


def verify(pdf: bytes) -> Verification:
    return signer().verify(pdf)


@cache
def _local(folder: Path) -> Signer:
    from perizinan.signing.authority import LocalAuthority  # pyHanko takes half a second to import

    return LocalAuthority(folder)
