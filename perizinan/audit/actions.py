"""Writing the audit. One insert, no lock: the chain is built afterwards by `chain.link`."""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import translation

from perizinan import vault
from perizinan.audit import verbs
from perizinan.audit.models import AuditEntry

log = logging.getLogger(__name__)


class Actor(Protocol):
    """What the audit asks of a user. `audit_name` (optional): the name to keep, empty for an applicant."""

    @property
    def pk(self) -> Any: ...


class PersonalNumber(ValueError):
    """An entry was about to keep a personal number. The entry and what it stands for are refused."""


def record(
    *,
    verb: str,
    by: Actor | None,
    subject: models.Model | str,
    now: datetime,
    behalf: str = "",
    role: str = "",
    data: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """`by=None` is the portal itself. Only inside the transaction that makes the change."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("audit.record belongs inside the transaction of its change")
    entry = _entry(verb=verb, by=by, subject=subject, now=now, behalf=behalf, role=role, data=data)
    entry.save(force_insert=True)
    return entry


def opened(*, by: Actor, subject: models.Model, now: datetime, behalf: str = "", role: str = "") -> None:
    """Reading is recorded once per person, subject and hour. One insert, so pages call it without a transaction."""
    entry = _entry(verb=verbs.OPENED, by=by, subject=subject, now=now, behalf=behalf, role=role, data=None)
    hour = now.astimezone(UTC).strftime("%Y%m%d%H")
    entry.once_key = f"opened:{entry.actor_id}:{entry.subject_type}:{entry.subject_id}:{hour}"
    _insert_once(entry)


def _insert_once(entry: AuditEntry) -> None:
    """bulk_create would open a transaction around the one statement, on every page that is read."""
    connection, table = transaction.get_connection(), AuditEntry._meta
    fields = [field for field in table.concrete_fields if not field.primary_key]
    columns, marks = ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * len(fields))
    values = [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in fields]
    statement = f'INSERT INTO "{table.db_table}" ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING'  # noqa: S608  # names of the model
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@translation.override(settings.LANGUAGE_CODE)  # an entry says the same whatever language its actor reads
def _entry(
    *,
    verb: str,
    by: Actor | None,
    subject: models.Model | str,
    now: datetime,
    behalf: str,
    role: str,
    data: Mapping[str, Any] | None,
) -> AuditEntry:
    _known(verb)
    subject_type, subject_id, label = _subject(subject)
    entry = AuditEntry(
        at=now,
        verb=verb,
        subject_type=subject_type,
        subject_id=subject_id,
        label=label[:200],
        actor_id=None if by is None else by.pk,
        actor_name=_name(by)[:200],
        role=role or _role(by),
        behalf=behalf[:200],
        data=_plain(data or {}),
    )
    if vault.holds_number(json.dumps([label, behalf, entry.data])):
        raise PersonalNumber(f"audit entry {verb} holds a 16-digit number")
    return entry


def _known(verb: str) -> None:
    if verbs.is_registered(verb):
        return
    if settings.DEBUG or settings.TESTING:
        raise verbs.UnknownVerb(verb)
    log.error("audit verb %s is not registered", verb)


def _subject(subject: models.Model | str) -> tuple[str, str, str]:
    """Without `audit_label` the label is kind and id: str() of a person would be a name."""
    if isinstance(subject, str):
        return "", "", subject
    label = getattr(subject, "audit_label", "") or f"{subject._meta.verbose_name} {subject.pk}"
    return subject._meta.label_lower, str(subject.pk), str(label)


def _name(by: Actor | None) -> str:
    if by is None:
        return ""
    if hasattr(by, "audit_name"):
        return str(by.audit_name)
    return str(getattr(by, "name", "")) if getattr(by, "is_staff", False) else ""


def _role(by: Actor | None) -> str:
    if by is None:
        return "system"
    return "staff" if getattr(by, "is_staff", False) else "applicant"


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Dates, lazy texts and UUIDs as the JSON column will hold them."""
    plain: dict[str, Any] = json.loads(json.dumps(dict(data), cls=DjangoJSONEncoder))
    return plain
