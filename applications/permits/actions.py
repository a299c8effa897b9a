"""From the head's approval to the letter that waits for a signature."""

import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from applications.answers.format import display
from applications.answers.queries import answers_of
from applications.catalogue.schema import PermitTypeSpec
from applications.lifecycle.casenumber import random_code
from applications.lifecycle.models import Application
from applications.permits import numbering, predecessors, tasks, validity
from applications.permits.models import Permit
from applications.permits.paper import paper_of
from perizinan import papers
from perizinan.accounts.models import RoleGrant, User
from perizinan.files.kept import keep, written
from perizinan.office.queries import profile
from perizinan.outbox.actions import nudge
from perizinan.signing import signer
from perizinan.vault import mask_numbers

LEASE = timedelta(seconds=120)


class _Overtaken(Exception):
    """Another worker drew this letter meanwhile."""


def issue(*, application: Application, by: User, grant: RoleGrant, now: datetime) -> Permit:
    """Take the number and make the permit's row. Inner action of the head's approval."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("issue() needs the transaction of the approval")
    spec, office = application.spec, profile()
    assert spec.numbering is not None, "the schema refuses a local type without numbering"
    answers = answers_of(application, application.round)
    today, former = timezone.localdate(now), predecessors.find(application)
    valid_until = validity.last_day(
        spec,
        application.kind,
        answers,
        approved_on=today,
        former_until=former.valid_until if former else None,
    )
    entry = numbering.take(numbering=spec.numbering, unit_code=office.unit_code, by=by, now=now)
    permit = Permit.objects.create(
        application=application,
        number_entry=entry,
        number=entry.text,
        code=random_code(8),
        token=secrets.token_urlsafe(24),
        type_name=spec.name.id,
        holder_name=application.applicant.name,
        holder_is_business=application.applicant.kind == application.applicant.Kind.BUSINESS,
        facts=_facts(spec, validity.settled(spec, application.kind, answers, valid_until)),
        valid_from=today,
        valid_until=valid_until,
        predecessor=former,
        signatory=by,
        signatory_name=by.name,
        signatory_title=grant.acting_for or office.head_title,
        approved_at=now,
    )
    nudge(tasks.render_letter, permit.pk)
    return permit


def _facts(spec: PermitTypeSpec, answers: Mapping[str, Any]) -> list[dict[str, str]]:
    """What the proof page shows to everybody; a personal number somebody typed into a title is not shown."""
    public = [spec.field(key) for key in spec.public_fields]
    with translation.override("id"):
        return [
            {
                "label": f.label.id,
                "label_en": f.label.en or f.label.id,
                "value": mask_numbers(display(f, answers.get(f.key), answers=answers, spec=spec)),
            }
            for f in public
        ]


def render_letter(*, permit_id: int, now: datetime) -> bool:
    """Claim, render with no transaction open, store where the claim still stands. Safe to run twice."""
    token = uuid.uuid4()
    waiting = Permit.objects.filter(pk=permit_id, state=Permit.State.APPROVED)
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    if not waiting.filter(free).update(lease_token=token, lease_until=now + LEASE):
        return False
    permit = Permit.objects.select_related(
        "signatory", "predecessor", "application__version", "application__applicant", "application__village__parent"
    ).get(pk=permit_id)
    name = _file_name(permit, "konsep")
    try:
        with written(drawn(permit), now=now) as made, transaction.atomic(durable=True):
            mine = waiting.filter(lease_token=token)
            if not mine.select_for_update().exists():
                raise _Overtaken
            stored = keep(made, name=name, content_type="application/pdf", by=permit.signatory, now=now)
            mine.update(
                letter=stored, renderer=papers.RENDERER, state=Permit.State.RENDERED, lease_token=None, lease_until=None
            )
    except _Overtaken:
        return False
    return True


def drawn(permit: Permit) -> bytes:
    """The letter, by the templates it was first made with: the same words give the same bytes for as long as this
    installation has them. Raises papers.UnknownRenderer."""
    answers = answers_of(permit.application, permit.application.round)
    template, words = paper_of(
        permit=permit, answers=answers, office=profile(), signer=signer(), site_url=settings.SITE_URL
    )
    renderer = permit.renderer or papers.RENDERER
    return papers.render(template, words.model_dump(), now=permit.approved_at, renderer=renderer)


def _file_name(permit: Permit, suffix: str = "") -> str:
    return "-".join(filter(None, [permit.application.version.parsed.slug, permit.application.number, suffix])) + ".pdf"
