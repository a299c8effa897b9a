"""Verbs that write about people. Those without `durable` are called inside the caller's transaction."""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from perizinan import vault
from perizinan.accounts import identity, verbs
from perizinan.accounts.models import Membership, Party, PowerOfAttorney, User
from perizinan.audit.actions import record
from perizinan.outbox.actions import post


class AddressTaken(Exception):
    """Another login has this e-mail address or phone number (or took it this very moment)."""


def register(*, name: str, email: str | None, phone: str | None, language: str, now: datetime.datetime) -> User:
    """A new login, not confirmed yet, with its own Party."""
    try:
        with transaction.atomic(durable=True):
            user = User.objects.create_user(name=name, email=email, phone=phone, language=language, created_at=now)
            ensure_own_party(user=user, now=now)
            record(verb=verbs.REGISTERED, by=user, subject=user, now=now)
            return user
    except IntegrityError as error:
        raise AddressTaken from error


def find_or_register(*, name: str, email: str | None, phone: str | None, language: str, now: datetime.datetime) -> User:
    """The login with this address, else a new one. Until somebody has confirmed it, the last name typed counts."""
    user = _with_address(email, phone)
    if user is None:
        try:
            return register(name=name, email=email, phone=phone, language=language, now=now)
        except AddressTaken:
            return User.objects.get(email=email) if email else User.objects.get(phone=phone)
    if user.last_login is None and not user.is_staff:
        with transaction.atomic(durable=True):
            user.name = name
            user.save(update_fields=["name"])
            Party.objects.filter(user=user).update(name=name)
    return user


def ensure_own_party(*, user: User, now: datetime.datetime) -> Party:
    party, _created = Party.objects.get_or_create(
        user=user,
        defaults={"name": user.name, "email": user.email or "", "phone": user.phone or "", "created_at": now},
    )
    return party


def save_profile(*, name: str, nik: str | None, address: str, language: str, by: User, now: datetime.datetime) -> Party:
    """Somebody's own data. `nik=None` leaves the stored one."""
    with transaction.atomic(durable=True):
        by.name, by.language = name, language
        by.save(update_fields=["name", "language"])
        ensure_own_party(user=by, now=now)
        party = Party.objects.select_for_update().get(user=by)
        party.name, party.address = name, address
        if nik is not None:
            _seal_nik(party, nik)
        party.save(update_fields=["name", "address", "nik", "nik_digest", "nik_last4"])
        record(verb=verbs.PARTY_CHANGED, by=by, subject=party, now=now)
        return party


def add_business(
    *,
    user: User,
    name: str,
    nib: str = "",
    npwp: str = "",
    address: str = "",
    position: str = "",
    by: User,
    now: datetime.datetime,
) -> Party:
    """Inner. Two people may each record the same business: nobody proves here that it is theirs."""
    party = Party(
        kind=Party.Kind.BUSINESS, name=name, nib=identity.nib(nib) if nib else "", address=address, created_at=now
    )
    _seal_npwp(party, npwp)
    party.save(force_insert=True)
    Membership.objects.create(party=party, user=user, position=position, created_at=now)
    record(verb=verbs.BUSINESS_ADDED, by=by, subject=party, now=now)
    return party


def give_power(
    *,
    holder: User,
    name: str,
    nik: str = "",
    address: str = "",
    kind: str = Party.Kind.PERSON,
    letter: str = "",
    starts_on: datetime.date,
    ends_on: datetime.date | None = None,
    by: User,
    now: datetime.datetime,
) -> PowerOfAttorney:
    """Inner. `holder` says that the party so named empowered them; the letter itself is a document of the case."""
    principal = Party(kind=kind, name=name, address=address, created_at=now)
    _seal_nik(principal, nik)
    principal.save(force_insert=True)
    power = PowerOfAttorney.objects.create(
        principal=principal, holder=holder, letter=letter, starts_on=starts_on, ends_on=ends_on, created_at=now
    )
    record(verb=verbs.POWER_GIVEN, by=by, subject=principal, now=now, data={"power": power.pk})
    return power


def confirm_phone(*, user: User, phone: str, now: datetime.datetime) -> None:
    """The person typed the code we sent to this number."""
    if user.phone == phone and user.phone_verified:
        return
    with transaction.atomic():
        left = user.phone if user.phone != phone else None
        user.phone, user.phone_verified = phone, True
        user.save(update_fields=["phone", "phone_verified"])
        record(verb=verbs.CONTACT_CHANGED, by=user, subject=user, now=now, data={"what": "nomor ponsel"})
        tell_former(user=user, phone=left, now=now)


@dataclass(frozen=True)
class _Former:
    """Somebody at an address that is no longer theirs to sign in with."""

    pk: int
    language: str
    email: str | None
    phone: str | None


def tell_former(*, user: User, email: str | None = None, phone: str | None = None, now: datetime.datetime) -> None:
    """Inner. The address that was replaced is told: if it was not the owner, this is how they learn of it."""
    if email or phone:
        left = _Former(user.pk, user.language, email, phone)
        post(to=left, kind="address_replaced", context={}, key=f"replaced:{user.pk}:{now.isoformat()}", now=now)


def _with_address(email: str | None, phone: str | None) -> User | None:
    return User.objects.filter(email=email).first() if email else User.objects.filter(phone=phone).first()


def _seal_nik(party: Party, text: str) -> None:
    number = identity.nik(text) if text else ""
    party.nik, party.nik_digest, party.nik_last4 = number or None, _digest(number), number[-4:]


def _seal_npwp(party: Party, text: str) -> None:
    number = identity.npwp(text) if text else ""
    party.npwp, party.npwp_digest, party.npwp_last4 = number or None, _digest(number), number[-4:]


def _digest(number: str) -> str:
    return vault.digest(number) if number else ""
