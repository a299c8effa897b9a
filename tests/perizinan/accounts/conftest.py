import datetime
import re
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from perizinan.accounts.models import RoleGrant, Unit, User
from perizinan.accounts.roles import Role
from perizinan.outbox.models import Message

TODAY = datetime.date.today()
LONG_AGO = datetime.date(2020, 1, 1)


@pytest.fixture(autouse=True)
def _plain_surroundings(settings) -> Iterator[None]:
    """No Redis, no broker: rate limits are counted in this process and forgotten after each test."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ayu(db) -> User:
    return User.objects.create_user(name="Ayu (contoh)", email="ayu@contoh.invalid")


@pytest.fixture
def joko(db) -> User:
    return User.objects.create_user(name="Joko (contoh)", phone="+6281200000099", phone_verified=True)


@pytest.fixture
def bakesbangpol(db) -> Unit:
    return Unit.objects.create(code="bakesbangpol", name="Bakesbangpol", short_name="Bakesbangpol", kind="agency")


@pytest.fixture
def office(db) -> Unit:
    return Unit.objects.create(code="verifikasi", name="Verifikasi", short_name="Verifikasi")


@pytest.fixture
def officer(db) -> Callable[..., User]:
    def make(name: str, role: Role, unit: Unit | None = None, **grant: object) -> User:
        user = User.objects.create_user(name=name, email=f"{name.lower()}@contoh.invalid", is_staff=True)
        RoleGrant.objects.create(user=user, role=role, unit=unit, **{"starts_on": LONG_AGO, **grant})
        return user

    return make


@pytest.fixture
def admin_client(officer) -> Client:
    client = Client()
    client.force_login(officer("Gita", Role.ADMIN))
    return client


def last_message() -> Message:
    return Message.objects.latest("pk")


def last_code() -> str:
    code = last_message().context["code"]
    assert re.fullmatch(r"[0-9]{6}", code)
    return code
