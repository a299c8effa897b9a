"""What conditions and dates may name besides answers: who files, for what kind of holder, what is asked for, and,
where `now` is known, the day it would be sent."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from applications.answers import timing
from applications.catalogue.schema import PermitTypeSpec
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.workdays.queries import calendar


def case_facts(application: Application) -> dict[str, str]:
    return {
        "@capacity": str(application.capacity),
        "@kind": str(application.kind),
        "@holder": str(application.applicant.kind),
    }


def facts_of(
    application: Application, answers: Mapping[str, Any], *, now: datetime | None = None, returned: Collection[str] = ()
) -> dict[str, Any]:
    """With `now`, dates that may not lie too early are demanded: all of a draft, and of a returned case those whose
    field was `returned`. A case with the office is not judged again by a later day."""
    return {**answers, **case_facts(application), **_day_facts(application, now, returned)}


def _day_facts(application: Application, now: datetime | None, returned: Collection[str]) -> dict[str, Any]:
    if now is None:
        return {}
    days = days_of(application.spec, str(application.kind), now)
    if application.status == Status.DRAFT:
        return days
    officers = {f.key for s in application.spec.sections if s.stage is not None for f in s.fields}
    return {**days, timing.OPEN: sorted(officers | set(returned))}


def days_of(spec: PermitTypeSpec, kind: str, now: datetime) -> dict[str, str]:
    today = timezone.localdate(now)
    found = {timing.TODAY: today.isoformat()}
    columns = (column for field in spec.all_fields() for column in (field, *field.columns))
    if any(field.earliest == "processing" for field in columns):
        found[timing.EARLIEST] = calendar(around=today).add(today, spec.processing_days(kind)).isoformat()
    return found
