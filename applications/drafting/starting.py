"""A new draft for somebody: oneself, a business, or a person who gave a power of attorney."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from applications.answers import actions as answers
from applications.answers.models import AnswerSet
from applications.catalogue.models import Version
from applications.catalogue.schema import Kind
from applications.drafting.closing import TypeClosed, takes_cases
from applications.drafting.former import OtherHolder, answers_for, permit_named
from applications.drafting.leftover import from_permit
from applications.lifecycle.casenumber import case_number
from applications.lifecycle.models import Application
from applications.permits.models import Permit
from perizinan.accounts import actions as accounts
from perizinan.accounts.models import Party, User
from perizinan.accounts.queries import Capacity
from perizinan.audit.actions import record
from perizinan.regions.models import Region


class KindNotOffered(Exception):
    """The type takes no such requests, or not any more."""


class FormerMissing(Exception):
    """Only a new permit stands alone; all else names the permit it is about."""


def start_case(
    *,
    version: Version,
    capacity: str,
    village: Region,
    party: Party | None,
    business_name: str = "",
    nib: str = "",
    principal_name: str = "",
    kind: str = Kind.NEW,
    former_number: str = "",
    by: User,
    now: datetime,
) -> Application:
    """`party`: known already; else one is made from the names. One transaction, so no half person stays behind.

    Raises TypeClosed, KindNotOffered, FormerMissing, former.NoSuchPermit, PermitEnded, OtherHolder."""
    with transaction.atomic(durable=True):
        former_number, permit = _allowed(version, kind, former_number, by, now)
        party = party or _new_party(capacity, business_name, nib, principal_name, by, now)
        if permit is not None and permit.application.applicant_id != party.pk:
            raise OtherHolder
        application = new_draft(
            version=version,
            applicant=party,
            filed_by=by,
            capacity=capacity,
            village=village,
            kind=kind,
            former_number=former_number,
            now=now,
        )
        first = answers.open_first(application=application, prefill_from=party, now=now)
        if permit is not None:
            _carry(first, version, permit)
        record(verb="application.start", by=by, subject=application, now=now, data={"type": version.parsed.slug})
    return application


def new_draft(
    *,
    version: Version,
    applicant: Party,
    filed_by: User,
    capacity: str,
    village: Region,
    kind: str,
    former_number: str,
    now: datetime,
) -> Application:
    """Inner verb: the row with a number of its own, still without answers."""
    pk = _next_id()
    return Application.objects.create(
        pk=pk,
        number=case_number(timezone.localdate(now).year, pk),
        version=version,
        applicant=applicant,
        filed_by=filed_by,
        capacity=capacity,
        village=village,
        kind=kind,
        former_number=former_number,
        created_at=now,
    )


def _carry(first: AnswerSet, version: Version, permit: Permit) -> None:
    carried = answers_for(version.parsed, permit.application)
    first.data = {**first.data, **carried.data}
    first.carried = from_permit(carried)
    first.save(update_fields=["data", "carried"])


def _allowed(version: Version, kind: str, former_number: str, by: User, now: datetime) -> tuple[str, Permit | None]:
    """The number as it is kept, and the permit when it is one of ours."""
    spec = version.parsed
    if not takes_cases(spec):
        raise TypeClosed(spec)
    if not spec.offers(kind):
        raise KindNotOffered(kind)
    if not Kind(kind).of_a_permit:
        return "", None
    number = " ".join(former_number.split())
    if not number:
        raise FormerMissing
    permit = permit_named(by, spec.slug, number, timezone.localdate(now))
    return (permit.number if permit else number), permit


def _new_party(capacity: str, business_name: str, nib: str, principal_name: str, by: User, now: datetime) -> Party:
    if capacity == Capacity.BUSINESS:
        return accounts.add_business(user=by, name=business_name, nib=nib, by=by, now=now)
    if capacity == Capacity.POWER:
        today = timezone.localdate(now)
        return accounts.give_power(holder=by, name=principal_name, starts_on=today, by=by, now=now).principal
    return accounts.ensure_own_party(user=by, now=now)


def _next_id() -> int:
    """The id comes first, since the sayable number is made of it; numbers of abandoned drafts leave gaps."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('applications_application', 'id'))")
        return int(cursor.fetchone()[0])
