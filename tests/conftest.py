import gc
import os
import pathlib
from collections.abc import Iterator

import pytest

from tests.buckets import bucket, weed

__all__ = ["bucket", "weed"]

# Live servers and the synchronous browser driver share one thread's event loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def pytest_configure() -> None:
    """Collecting rarely: tens of thousands of live objects of the framework are walked through each time.

    Reading a shipped type takes a tenth of a second and dozens of modules read them all: once a process is enough.
    Any other file, and one that was changed, is read anew."""
    from applications.catalogue import yamlfile

    gc.set_threshold(100_000, 50, 100)
    read, kept = yamlfile.read, {}
    home = yamlfile.TYPES_DIR

    def read_once(path: pathlib.Path) -> object:
        if path.parent != home or not path.is_file():
            return read(path)
        key = (path, path.stat().st_mtime_ns)
        if key not in kept:
            kept[key] = read(path)
        return kept[key]

    if read.__name__ != "read_once":
        yamlfile.read = read_once


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What drives a browser leaves an event loop running, in which nothing can be signed, and what starts the whole
    launcher fills a core: `make test` gives both a process of their own."""
    for item in items:
        if {"page", "browser", "context"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
        if "tests/perizinan/devstack/" in item.nodeid:
            item.add_marker(pytest.mark.launcher)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    from tests import snapshot

    with django_db_blocker.unblock():
        snapshot.take()


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path: pathlib.Path, tmp_path_factory) -> Iterator[None]:
    """Files and test authority of a test stay in its own folder; the authority's key is made once a session."""
    from perizinan.signing import choice

    for name in ("default", "quarantine", "clean"):
        settings.STORAGES[name]["OPTIONS"]["location"] = tmp_path / "files" / name
    settings.UPLOADS_DIR = tmp_path / "uploads"
    settings.SIGNING_DIR = tmp_path_factory.getbasetemp() / "signing"
    settings.AUDIT_HEADS_FILE = tmp_path / "audit-heads.jsonl"
    from django.core.files.storage import storages

    storages._storages.clear()
    choice._local.cache_clear()
    yield
    storages._storages.clear()


@pytest.fixture(autouse=True)
def _own_cache(settings, tmp_path: pathlib.Path) -> None:
    """What a test remembers (holidays, how often somebody asked) is forgotten with it, whoever else uses Redis."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    settings.CACHES = {"default": memory}


@pytest.fixture
def nudged(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What left for the workers after a commit, instead of leaving: (task, id)."""
    from perizinan.web import nudge

    left: list[tuple[str, str]] = []
    monkeypatch.setattr(nudge, "_send", lambda task, pk: left.append((task.name.rpartition(".")[2], pk)))
    return left


@pytest.fixture
def seeded(db: None) -> None:
    """What `manage.py seed` gives every installation, without demo people."""
    from tests import snapshot

    snapshot.put_back()


@pytest.fixture
def cast(seeded: None):
    from tests import make

    return make.cast()
