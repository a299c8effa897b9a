from datetime import date, timedelta

import pytest

from applications.drafting import actions as drafting
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.accounts.models import Membership, Party, PowerOfAttorney, RoleGrant, Unit
from perizinan.accounts.queries import Capacity
from perizinan.accounts.roles import Role
from tests import make
from tests.make import NOW

TODAY = NOW.date()


def seen_by(user, day=TODAY):
    return set(Application.objects.for_staff(user, day))


@pytest.fixture
def cases(cast):
    # one that only the office has seen, one that was at Bakesbangpol too, and a draft
    return make.application(cast), make.application(cast, status=Status.IN_REVIEW, stage="paraf"), make.draft(cast.ayu)


@pytest.mark.parametrize(
    ("who", "which"),
    [("budi", {0, 1}), ("darma", {0, 1}), ("citra", {1}), ("dewi", {0, 1}), ("hadi", {0, 1}), ("gita", set())],
)
def test_officers_see_what_was_at_their_unit(cast, cases, who, which):
    assert seen_by(getattr(cast, who)) == {cases[n] for n in which}


def test_draft_is_nobodys_business_even_after_it_was_given_up(cast, cases):
    drafting.withdraw(application_id=cases[2].pk, by=cast.ayu, now=NOW)
    for who in (cast.budi, cast.dewi, cast.hadi):
        assert cases[2] not in seen_by(who)


def test_admin_of_a_unit_sees_none_of_its_cases(cast, cases):
    RoleGrant.objects.create(
        user=cast.gita, role=Role.ADMIN, unit=Unit.objects.get(code="dpmptsp"), starts_on=date(2026, 1, 1)
    )
    assert seen_by(cast.gita) == set()


def test_grant_for_every_unit_sees_the_cases_of_every_unit(cast, cases):
    RoleGrant.objects.create(user=cast.eko, role=Role.VERIFIER, unit=None, starts_on=date(2026, 1, 1))
    assert seen_by(cast.eko) == {cases[0], cases[1]}


def test_officer_whose_grant_ended_sees_nothing(cast, cases):
    RoleGrant.objects.filter(user=cast.budi).update(ends_on=date(2026, 11, 24))
    assert seen_by(cast.budi) == {cases[0], cases[1]}
    cast.budi.__dict__.pop("_grants_on")
    assert seen_by(cast.budi, date(2026, 11, 25)) == set()


def test_applicant_sees_their_own_and_their_businesses(cast, cases):
    business = Party.objects.create(kind=Party.Kind.BUSINESS, name="CV Contoh", created_at=NOW)
    member = Membership.objects.create(party=business, user=cast.eko, created_at=NOW)
    Application.objects.filter(pk=cases[0].pk).update(applicant=business)

    def mine(user):
        return set(Application.objects.of_applicant(user, TODAY))

    assert (mine(cast.ayu), mine(cast.eko), mine(cast.budi)) == (set(cases), {cases[0]}, set())
    member.ended_at = NOW
    member.save(update_fields=["ended_at"])
    assert mine(cast.eko) == set()


def test_who_left_a_business_no_longer_sees_what_they_filed_for_it(cast, cases):
    business = Party.objects.create(kind=Party.Kind.BUSINESS, name="CV Contoh", created_at=NOW)
    member = Membership.objects.create(party=business, user=cast.ayu, created_at=NOW)
    Application.objects.filter(pk=cases[0].pk).update(applicant=business, capacity=Capacity.BUSINESS)
    assert cases[0] in Application.objects.of_applicant(cast.ayu, TODAY)
    member.ended_at = NOW
    member.save(update_fields=["ended_at"])
    assert set(Application.objects.of_applicant(cast.ayu, TODAY)) == {cases[1], cases[2]}


def test_a_power_of_attorney_opens_a_case_until_its_last_day(cast, cases):
    principal = Party.objects.create(name="Pak Contoh", created_at=NOW)
    PowerOfAttorney.objects.create(principal=principal, holder=cast.ayu, starts_on=TODAY, ends_on=TODAY)
    Application.objects.filter(pk=cases[0].pk).update(applicant=principal, capacity=Capacity.POWER)
    assert cases[0] in Application.objects.of_applicant(cast.ayu, TODAY)
    assert cases[0] not in Application.objects.of_applicant(cast.ayu, TODAY + timedelta(days=1))
