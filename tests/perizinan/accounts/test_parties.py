import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from perizinan import vault
from perizinan.accounts import actions, queries
from perizinan.accounts.models import Party, User
from perizinan.accounts.queries import Capacity
from perizinan.audit.models import AuditEntry

NIK = "3516134107900001"
TODAY = datetime.date(2026, 11, 24)
pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def test_everybody_has_one_party_of_their_own(ayu, now):
    first = actions.ensure_own_party(user=ayu, now=now)
    assert actions.ensure_own_party(user=ayu, now=now) == first
    assert (first.name, first.email, first.kind) == (ayu.name, ayu.email, Party.Kind.PERSON)


def test_a_nik_is_stored_sealed(ayu, now):
    party = actions.save_profile(name="Ayu (contoh)", nik=NIK, address="Dusun Contoh", language="id", by=ayu, now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nik, nik_digest, nik_last4 FROM perizinan_party WHERE id = %s", [party.pk])
        stored, digest, last4 = cursor.fetchone()
    assert NIK not in stored
    assert (digest, last4) == (vault.digest(NIK), "0001")
    assert Party.objects.get(pk=party.pk).nik == NIK
    assert NIK not in str(AuditEntry.objects.values_list("label", "data"))


def test_saving_without_a_nik_keeps_the_stored_one(ayu, now):
    for nik in (NIK, None):
        actions.save_profile(name="Ayu (contoh)", nik=nik, address="", language="en", by=ayu, now=now)
    assert Party.objects.get(user=ayu).nik == NIK
    assert User.objects.get(pk=ayu.pk).language == "en"


def test_for_whom_may_ayu_file(ayu, joko, now):
    own = actions.ensure_own_party(user=ayu, now=now)
    with transaction.atomic():
        business = actions.add_business(user=ayu, name="CV Bata (contoh)", nib="0000000000001", by=ayu, now=now)
        power = actions.give_power(holder=ayu, name="Kinasih (contoh)", nik=NIK, starts_on=TODAY, by=ayu, now=now)
        actions.add_business(user=joko, name="UD Lain (contoh)", by=joko, now=now)

    assert [(s.party, s.capacity) for s in queries.standings_of(ayu, TODAY)] == [
        (own, Capacity.SELF),
        (business, Capacity.BUSINESS),
        (power.principal, Capacity.POWER),
    ]
    assert queries.parties_for(ayu, TODAY) == [own, business, power.principal]
    assert queries.capacity_for(ayu, business, TODAY) == Capacity.BUSINESS
    assert queries.capacity_for(joko, business, TODAY) is None


def test_a_power_ends(ayu, now):
    with transaction.atomic():
        actions.give_power(
            holder=ayu, name="Kinasih (contoh)", starts_on=TODAY, ends_on=TODAY, by=ayu, now=now, letter="Surat 1"
        )
    days = [TODAY - datetime.timedelta(1), TODAY, TODAY + datetime.timedelta(1)]
    assert [len(queries.parties_for(ayu, day)) for day in days] == [0, 1, 0]


def test_a_membership_ends(ayu, now):
    with transaction.atomic():
        business = actions.add_business(user=ayu, name="CV Bata (contoh)", by=ayu, now=now)
    business.memberships.update(ended_at=now)
    assert queries.parties_for(ayu, TODAY) == []


def test_an_impossible_nib_or_nik_is_refused(ayu, now):
    with pytest.raises(ValidationError), transaction.atomic():
        actions.add_business(user=ayu, name="CV Bata (contoh)", nib="123", by=ayu, now=now)
    with pytest.raises(ValidationError), transaction.atomic():
        actions.give_power(holder=ayu, name="Kinasih (contoh)", nik="123", starts_on=TODAY, by=ayu, now=now)
    assert not Party.objects.exists()
