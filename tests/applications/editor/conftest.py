import html
import re
from datetime import timedelta

import pytest
import time_machine

from applications.catalogue import load, publishing, yamlfile
from perizinan.accounts.models import Unit
from perizinan.accounts.roles import Role
from tests import make
from tests.applications.catalogue import made
from tests.make import NOW


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def gita(db):
    """An admin of an office that can do the work of the smallest type, and has no type yet."""
    Unit.objects.create(code="dpmptsp", name="DPMPTSP", short_name="DPMPTSP")
    Unit.objects.create(code="dinkes", name="Dinas Kesehatan", short_name="Dinkes", kind=Unit.Kind.AGENCY)
    for name, role, unit in (
        ("Budi", Role.VERIFIER, "dpmptsp"),
        ("Bayu", Role.VERIFIER, "dpmptsp"),
        ("Kartika", Role.TECHNICAL, "dinkes"),
        ("Dewi", Role.HEAD, "dpmptsp"),
    ):
        make.user(name, role=role, unit=unit)
    return make.user("Gita", role=Role.ADMIN)


@pytest.fixture
def opened(gita, client):
    """Opens a page as the admin: its words without tags."""
    client.force_login(gita)

    def show(address: str, status: int = 200) -> str:
        answer = client.get(f"/pengelola/{address}")
        assert answer.status_code == status
        words = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
        return " ".join(words.split())

    return show


@pytest.fixture
def contoh(gita):
    """Two published versions and a draft that waits for its date."""
    load.publish(spec=made.spec(), by=gita, now=NOW - timedelta(days=30))
    load.publish(spec=made.spec(minutes=20, unverified=["Nama perda."]), by=gita, now=NOW - timedelta(days=1))
    publishing.prepare(spec=made.spec(minutes=25), by=gita, now=NOW, note="Lebih lama")
    return publishing.plan(spec=made.spec(minutes=25), at=NOW + timedelta(days=7), by=gita, now=NOW)


@pytest.fixture
def reklame(gita):
    load.publish(spec=yamlfile.read(yamlfile.TYPES_DIR / "reklame.yaml"), by=None, now=NOW)
