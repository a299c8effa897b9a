"""How long a permit holds. Pure.

A period counts from the day of approval and its last day is the same date of the last year or month ("sampai
dengan"): the day of the approval itself is not counted. That is how dates stand on licences here, and nobody is
ever a day short. A month without that date ends on its last day. Not before approval: nobody knows it earlier.
"""

import calendar
import datetime
from collections.abc import Mapping
from typing import Any

from applications.catalogue.conditions import date_of
from applications.catalogue.schema import Kind, Period, PermitTypeSpec


def last_day(
    spec: PermitTypeSpec,
    kind: str,
    answers: Mapping[str, Any],
    *,
    approved_on: datetime.date,
    former_until: datetime.date | None,
) -> datetime.date | None:
    """None: no date is set. `former_until` is the end of the permit it is about, if that is one of ours; of an older
    paper nobody here knows it, so what is about it holds no longer than a new permit would."""
    if kind == Kind.REVOCATION:
        return None
    asked = date_of(answers.get(spec.valid_until_field)) if spec.valid_until_field else None
    if not Kind(kind).own_validity and former_until is not None:
        return former_until
    return asked or (after(spec.valid_for, approved_on) if spec.valid_for else None)


def settled(
    spec: PermitTypeSpec, kind: str, answers: Mapping[str, Any], valid_until: datetime.date | None
) -> dict[str, Any]:
    """Where a permit keeps the end of an earlier one, that date counts and not what was typed: the letter, the proof
    page and the register say one thing."""
    key = spec.valid_until_field
    if key not in answers or valid_until is None or Kind(kind).own_validity or key is None:
        return dict(answers)
    return {**answers, key: valid_until.isoformat()}


def after(period: Period, day: datetime.date) -> datetime.date:
    if period.days:
        return day + datetime.timedelta(days=period.days)
    months = day.month - 1 + period.months
    year, month = day.year + period.years + months // 12, months % 12 + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
