import datetime

import pytest
from django.db import IntegrityError, transaction

from perizinan.accounts import queries
from perizinan.accounts.models import RoleGrant, User
from perizinan.accounts.roles import Role

DAY = datetime.date(2026, 11, 24)
BEFORE, AFTER = DAY - datetime.timedelta(1), DAY + datetime.timedelta(1)


@pytest.fixture
def budi(officer, office) -> User:
    return officer("Budi", Role.VERIFIER, office, starts_on=DAY, ends_on=DAY)


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_grant_holds_from_its_first_to_its_last_day(budi, office):
    assert queries.grant_for(budi, Role.VERIFIER, office, BEFORE) is None
    assert queries.grant_for(budi, Role.VERIFIER, office, DAY) is not None
    assert queries.grant_for(budi, Role.VERIFIER, office, AFTER) is None
    assert queries.roles_of(budi, DAY) == {Role.APPLICANT, Role.VERIFIER}
    assert queries.roles_of(budi, AFTER) == {Role.APPLICANT}
    assert queries.units_of(budi, DAY) == {office.pk}
    assert queries.units_of(budi, AFTER) == set()


def test_a_grant_without_an_end_goes_on(officer, office):
    citra = officer("Citra", Role.VERIFIER, office)
    assert queries.grant_for(citra, Role.VERIFIER, office, datetime.date(2099, 1, 1)) is not None


def test_a_grant_holds_for_its_unit_and_its_role_only(budi, office, bakesbangpol):
    assert queries.grant_for(budi, Role.VERIFIER, bakesbangpol, DAY) is None
    assert queries.grant_for(budi, Role.ENDORSER, office, DAY) is None
    assert queries.grant_for(budi, Role.VERIFIER, office.pk, DAY) is not None
    assert queries.grant_for(budi, Role.VERIFIER, None, DAY) is not None


def test_a_grant_without_a_unit_holds_for_every_unit(officer, office, bakesbangpol):
    dewi = officer("Dewi", Role.HEAD)
    assert queries.grant_for(dewi, Role.HEAD, office, DAY) is not None
    assert queries.grant_for(dewi, Role.HEAD, bakesbangpol, DAY) is not None
    assert queries.units_of(dewi, DAY) == set()


def test_acting_says_for_whom_and_the_own_office_wins(officer, office):
    dewi = officer("Dewi", Role.HEAD, acting_for="Kepala Dinas", decree="800/1/2026 (contoh)")
    grant = queries.grant_for(dewi, Role.HEAD, None, DAY)
    assert grant is not None
    assert (grant.acting_for, grant.decree) == ("Kepala Dinas", "800/1/2026 (contoh)")
    RoleGrant.objects.create(user=dewi, role=Role.HEAD, starts_on=DAY)
    own = queries.grant_for(dewi, Role.HEAD, None, DAY)
    assert own is not None
    assert own.acting_for == ""


def test_an_inactive_officer_may_nothing(budi, office):
    budi.is_active = False
    budi.save(update_fields=["is_active"])
    assert queries.grant_for(budi, Role.VERIFIER, office, DAY) is None
    assert queries.roles_of(fresh(budi), DAY) == frozenset()
    assert queries.units_of(fresh(budi), DAY) == set()
    assert queries.officers_of(Role.VERIFIER, office, DAY) == []


def test_roles_are_read_once_per_request(budi, django_assert_num_queries):
    user = fresh(budi)
    with django_assert_num_queries(1):
        queries.roles_of(user, DAY)
        queries.units_of(user, DAY)
        queries.roles_of(user, DAY)


def test_who_may_act_for_a_unit(officer, budi, office, bakesbangpol):
    everywhere = officer("Aan", Role.VERIFIER)
    officer("Citra", Role.VERIFIER, bakesbangpol)
    assert queries.officers_of(Role.VERIFIER, office, DAY) == [everywhere, budi]
    assert queries.officers_of(Role.VERIFIER, office, AFTER) == [everywhere]


def test_the_database_refuses_a_grant_that_ends_before_it_starts(budi):
    with pytest.raises(IntegrityError, match="rolegrant_dates"), transaction.atomic():
        RoleGrant.objects.create(user=budi, role=Role.HEAD, starts_on=DAY, ends_on=BEFORE)


def test_the_database_refuses_a_login_nobody_can_reach(db):
    with pytest.raises(IntegrityError, match="user_reachable"), transaction.atomic():
        User.objects.create_user(name="Eko (contoh)")


def test_empty_addresses_do_not_collide_and_equal_ones_do(db):
    for number in ("1", "2"):
        User.objects.create_user(name="Eko (contoh)", email="", phone=f"+628120000000{number}")
    User.objects.create_user(name="Fitri (contoh)", email="Fitri@Contoh.invalid")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(name="Fitri (contoh)", email="fitri@contoh.invalid")


def test_everybody_who_may_sign_in_is_an_applicant_and_no_grant_is_read_for_it(budi, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert queries.has_one_of(budi, [Role.APPLICANT], DAY)
    budi.is_active = False
    assert not queries.has_one_of(budi, [Role.APPLICANT, Role.VERIFIER], DAY)


def test_one_of_the_roles_is_enough_on_its_day(budi):
    assert queries.has_one_of(budi, [Role.HEAD, Role.VERIFIER], DAY)
    assert not queries.has_one_of(fresh(budi), [Role.HEAD, Role.VERIFIER], AFTER)
    assert not queries.has_one_of(fresh(budi), [Role.HEAD, Role.AUDITOR], DAY)
