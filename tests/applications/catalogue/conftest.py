import copy
from collections.abc import Callable
from typing import Any

import pytest

from applications.catalogue import yamlfile
from applications.catalogue.schema import PermitTypeSpec

Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="session")
def skp() -> PermitTypeSpec:
    return yamlfile.read(yamlfile.TYPES_DIR / "penelitian.yaml")


@pytest.fixture(scope="session")
def shipped() -> list[PermitTypeSpec]:
    return [yamlfile.read(path) for path in yamlfile.shipped()]


@pytest.fixture(scope="session")
def content(skp: PermitTypeSpec) -> dict[str, Any]:
    return skp.model_dump(mode="json", by_alias=True, exclude_none=True)


@pytest.fixture
def broken(content: dict[str, Any]) -> Callable[[Change], list[str]]:
    """The research permit with one thing changed, as the lines of its refusal."""

    def lines(change: Change) -> list[str]:
        import yaml

        spoilt = copy.deepcopy(content)
        change(spoilt)
        with pytest.raises(yamlfile.Invalid) as refusal:
            yamlfile.parse(yaml.safe_dump(spoilt, allow_unicode=True), name="contoh.yaml")
        return refusal.value.lines

    return lines
