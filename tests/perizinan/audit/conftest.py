from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from perizinan.accounts.models import User
from perizinan.audit import actions, chain, verbs
from perizinan.audit.models import AuditLink

NOW = datetime(2026, 11, 24, 7, 32, tzinfo=UTC)
DONE = verbs.register("test.done", "{actor} menyelesaikan {label} ({what})")


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def officer(db):
    return User.objects.create_user(email="budi@contoh.id", name="Budi (contoh)", is_staff=True)


@pytest.fixture
def applicant(db):
    return User.objects.create_user(email="ayu@contoh.id", name="Ayu (contoh)")


@pytest.fixture
def record(now):
    def make(subject="sesuatu", *, by=None, **more):
        with transaction.atomic():
            return actions.record(verb=DONE, by=by, subject=subject, now=now, **more)

    return make


@pytest.fixture
def intruder(db):
    """Somebody with the database owner's rights, who can switch triggers off."""
    run("SET session_replication_role = replica")
    yield
    run("SET session_replication_role = DEFAULT")


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)


@pytest.fixture
def linked(record):
    for n in range(6):
        record(f"nomor {n}", data={"n": n})
    chain.link()
    return list(AuditLink.objects.order_by("seq"))
