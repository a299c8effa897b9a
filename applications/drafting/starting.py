"""A new draft for somebody: oneself, a business, or a person who gave a power of attorney."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from applications.answers import actions as answers
from applications.catalogue.models import Version
from applications.lifecycle.casenumber import case_number
from applications.lifecycle.models import Application
from perizinan.accounts import actions as accounts
from perizinan.accounts.models import Party, User
from perizinan.accounts.queries import Capacity
from perizinan.audit.actions import record
from perizinan.regions.models import Region


def start_case(
    *,
    version: Version,
    capacity: str,
    village: Region,
    party: Party | None,
    business_name: str = "",
    nib: str = "",
    principal_name: str = "",
    by: User,
    now: datetime,
) -> Application:
    """`party`: known already; else one is made from the names. One transaction, so no half person stays behind."""
    with transaction.atomic(durable=True):
        if party is None:
            party = _new_party(capacity, business_name, nib, principal_name, by, now)
        pk = _next_id()
        application = Application.objects.create(
            pk=pk,
            number=case_number(timezone.localdate(now).year, pk),
            version=version,
            applicant=party,
            filed_by=by,
            capacity=capacity,
            village=village,
            created_at=now,
        )
        answers.open_first(application=application, prefill_from=party, now=now)
        record(verb="application.start", by=by, subject=application, now=now, data={"type": version.parsed.slug})
    return application


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
