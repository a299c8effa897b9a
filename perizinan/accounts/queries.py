import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from perizinan.accounts.models import Membership, Party, PowerOfAttorney, RoleGrant, Unit, User
from perizinan.accounts.roles import Role


class Capacity(TextChoices):
    """In which capacity somebody files for an applicant."""

    SELF = "self", _("Diri sendiri")
    BUSINESS = "business", _("Usaha sendiri")
    POWER = "power", _("Penerima kuasa")
    OFFICER = "officer", _("Petugas loket")


@dataclass(frozen=True)
class Standing:
    party: Party
    capacity: Capacity


def grant_for(user: User, role: Role, unit: Unit | int | None, on: datetime.date) -> RoleGrant | None:
    """The grant by which `user` may act as `role` for `unit` on that day; its own office before an acting one.

    A grant without a unit holds for every unit; `unit=None` asks for any unit. Never cached.
    """
    grants = RoleGrant.objects.on(on).filter(user=user, user__is_active=True, role=role)
    if unit is not None:
        grants = grants.filter(Q(unit=unit) | Q(unit__isnull=True))
    return grants.select_related("unit").order_by("acting_for", "unit_id", "starts_on", "pk").first()


def grants_of(user: User, on: datetime.date) -> list[RoleGrant]:
    """All grants of that day, read once per user object (that is: once per request)."""
    cached: dict[datetime.date, list[RoleGrant]] = user.__dict__.setdefault("_grants_on", {})
    if on not in cached:
        cached[on] = list(RoleGrant.objects.on(on).filter(user=user).select_related("unit")) if user.is_active else []
    return cached[on]


def roles_of(user: User, on: datetime.date) -> frozenset[Role]:
    if not user.is_active:
        return frozenset()
    return frozenset({Role.APPLICANT, *(Role(grant.role) for grant in grants_of(user, on))})


def has_one_of(user: User, roles: Collection[Role], on: datetime.date) -> bool:
    """Everybody is an applicant: their grants are not read for it."""
    return user.is_active and (Role.APPLICANT in roles or not roles_of(user, on).isdisjoint(roles))


def units_of(user: User, on: datetime.date) -> set[int]:
    return {grant.unit_id for grant in grants_of(user, on) if grant.unit_id is not None}


def officers_of(role: Role, unit: Unit | int | None, on: datetime.date) -> list[User]:
    """Who may act as `role` for `unit` on that day: whom to tell, to whom a case may be handed."""
    grants = RoleGrant.objects.on(on).filter(role=role, user__is_active=True)
    if unit is not None:
        grants = grants.filter(Q(unit=unit) | Q(unit__isnull=True))
    return list(User.objects.filter(pk__in=grants.values("user")).order_by("name", "pk"))


def own_party(user: User) -> Party | None:
    return Party.objects.filter(user=user).first()


def businesses_of(user: User) -> "QuerySet[Membership, Any]":
    """Keys of the businesses this person is a member of, as a subquery."""
    return Membership.objects.filter(user=user, ended_at__isnull=True).values("party")


def principals_of(user: User, on: datetime.date) -> "QuerySet[PowerOfAttorney, Any]":
    """Keys of those whose power of attorney this person holds on that day, as a subquery."""
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    return PowerOfAttorney.objects.filter(not_over, holder=user, starts_on__lte=on).values("principal")


def standings_of(user: User, on: datetime.date) -> list[Standing]:
    """For whom this person may file: self, own businesses, those who gave a power of attorney."""
    businesses = Party.objects.filter(pk__in=businesses_of(user))
    principals = Party.objects.filter(pk__in=principals_of(user, on))
    own = own_party(user)
    return [
        *([Standing(own, Capacity.SELF)] if own else []),
        *(Standing(party, Capacity.BUSINESS) for party in businesses.order_by("name", "pk")),
        *(Standing(party, Capacity.POWER) for party in principals.order_by("name", "pk")),
    ]


def parties_for(user: User, on: datetime.date) -> list[Party]:
    return [standing.party for standing in standings_of(user, on)]


def capacity_for(user: User, party: Party, on: datetime.date) -> Capacity | None:
    """In which capacity this person may act for that party on that day, if at all."""
    return next((s.capacity for s in standings_of(user, on) if s.party == party), None)
