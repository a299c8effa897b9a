import copy
from collections.abc import Callable
from typing import Any

import pytest

from applications.catalogue.load import publish_all
from applications.catalogue.models import PermitType, Version
from applications.catalogue.schema import PermitTypeSpec
from tests.make import NOW

Change = Callable[[dict[str, Any]], None]


def publish(change: Change, slug: str = "penelitian") -> Version:
    """The next version of a shipped type."""
    content = copy.deepcopy(current(slug).spec)
    change(content)
    publish_all(specs=[PermitTypeSpec.model_validate(content)], by=None, now=NOW)
    return current(slug)


def current(slug: str = "penelitian") -> Version:
    version = PermitType.objects.select_related("current").get(slug=slug).current
    assert version is not None
    return version


def section(content: dict[str, Any], key: str) -> dict[str, Any]:
    return next(each for each in content["sections"] if each["key"] == key)


def drop(content: dict[str, Any], *keys: str) -> None:
    for each in content["sections"]:
        each["fields"] = [field for field in each["fields"] if field["key"] not in keys]
    for requirement in content["requirements"]:
        requirement["proves"] = [key for key in requirement.get("proves", []) if key not in keys]


def two_less_one_more(content: dict[str, Any]) -> None:
    """No longer the method and the e-mail, but the sample; no photo, but a letter of the parents."""
    drop(content, "metode", "email")
    section(content, "penelitian")["fields"].append(
        {"key": "sampel", "type": "text", "label": {"id": "Jumlah sampel", "en": "Sample size"}}
    )
    content["requirements"] = [each for each in content["requirements"] if each["key"] != "pasfoto"]
    content["requirements"].append({"key": "orang_tua", "name": {"id": "Surat orang tua", "en": "Letter of parents"}})


def close(content: dict[str, Any]) -> None:
    content["closed"] = {"text": {"id": "Ditutup (contoh)", "en": "Closed (sample)"}, "successor": "reklame"}


@pytest.fixture
def newer(cast) -> Version:
    return publish(two_less_one_more)


def every_kind(content: dict[str, Any]) -> None:
    content["kinds"] = [
        {"kind": "new"},
        {"kind": "renewal", "note": {"id": "Sebelum izin lama berakhir.", "en": "Before the old permit ends."}},
        {"kind": "duplicate"},
    ]
