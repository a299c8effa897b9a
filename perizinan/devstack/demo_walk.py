"""Any permit type from a filled draft to its sealed permit, by the verbs that people use and sample answers."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from applications.answers.facts import facts_of
from applications.answers.queries import answers_of
from applications.answers.samples import sample_answers
from applications.catalogue.charges import charge
from applications.catalogue.schema import PermitTypeSpec, StageKind
from applications.corrections.models import PointKind
from applications.drafting import actions as drafting
from applications.lifecycle.models import Application, WorkItem
from applications.lifecycle.states import Status
from perizinan.accounts.models import RoleGrant, User
from perizinan.vault import unseal
from reviews.checklists import actions as checklists
from reviews.checklists.items import items
from reviews.checklists.models import Judgement
from reviews.decisions import actions as decisions
from reviews.inspections.models import StageReport

SEED = 1  # the same case each time
VERBS = {StageKind.CHECK: "complete", StageKind.RECOMMENDATION: "recommend", StageKind.ENDORSEMENT: "endorse"}


def fill(case: Application, *, by: User, now: datetime, **own: Any) -> None:
    """Every section of the applicant; `own` answers win over the samples."""
    given = _samples(case, timezone.localdate(now))
    typed = as_typed(given) | own
    for section in case.spec.applicant_sections():
        here = {field.key: typed[field.key] for field in section.fields if field.key in typed}
        drafting.save_section(application_id=case.pk, section_key=section.key, typed=here, by=by, now=now)


def as_typed(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Stored answers as somebody would type them."""
    return {key: _typed(value) for key, value in stored.items() if value is not None}


def _typed(value: Any) -> Any:
    if isinstance(value, dict):
        return unseal(value) if "enc" in value else as_typed(value)
    if isinstance(value, list):
        return [_typed(each) for each in value]
    return str(value)


def step(item: WorkItem, *, now: datetime) -> None:
    """What the officer of a stage does when everything is in order."""
    case, officer = _case(item.application_id), _officer(item, timezone.localdate(now))
    _fill_stage(case, item, officer, now)
    pressed: dict[str, Any] = {"item_id": item.pk, "seen": _case(case.pk).revision, "by": officer, "now": now}
    kind, today = StageKind(item.stage_kind), timezone.localdate(now)
    if kind is StageKind.CHECK:
        _judge_all(case, item, officer, now)
    if kind is StageKind.VISIT:
        decisions.report_visit(on=today, result=StageReport.Result.FITS, note="", scan=None, **pressed)
    elif kind is StageKind.PAYMENT:
        amount = charge(case.spec, facts_of(case, answers_of(case, case.round))).amount or 100_000
        decisions.confirm_payment(on=today, amount=amount, note="", scan=None, **pressed)
    elif kind is StageKind.APPROVAL:
        decisions.approve(**pressed)
    else:
        decisions.pass_on(verb=VERBS[kind], note="", **pressed)


def walk(case: Application, *, now: datetime, until: str = "") -> datetime:
    """Stage by stage, an hour each, up to the stage named `until` or to the signature."""
    while open_items := list(
        WorkItem.objects.filter(application_id=case.pk, closed_at=None).select_related("unit").order_by("pk")
    ):
        if until in {item.stage_key for item in open_items}:
            break
        for item in open_items:
            now += timedelta(hours=1)
            step(item, now=now)
    status = _case(case.pk).status
    assert open_items if until else status == Status.AWAITING_SIGNATURE, f"the case came to {status}"
    return now


def _samples(case: Application, today: date) -> Mapping[str, Any]:
    return sample_answers(
        case.spec, kind=case.kind, capacity=case.capacity, holder=case.applicant.kind, today=today, seed=SEED
    )


def _fill_stage(case: Application, item: WorkItem, officer: User, now: datetime) -> None:
    spec: PermitTypeSpec = case.spec
    typed = as_typed(_samples(case, timezone.localdate(now)))
    for section in spec.stage_sections(item.stage_key):
        here = {field.key: typed[field.key] for field in section.fields if field.key in typed}
        decisions.fill_in(item_id=item.pk, section_key=section.key, typed=here, by=officer, now=now)


def _judge_all(case: Application, item: WorkItem, officer: User, now: datetime) -> None:
    for found in items(case):
        if found.kind != PointKind.DOCUMENT or found.judged:
            continue
        checklists.judge(
            item_id=item.pk,
            kind=found.kind,
            key=found.key,
            fingerprint=found.fingerprint,
            judgement=Judgement.FITS,
            note="",
            internal="",
            by=officer,
            now=now,
        )


def _officer(item: WorkItem, today: date) -> User:
    held = RoleGrant.objects.filter(role=item.role, unit=item.unit, starts_on__lte=today)
    return held.select_related("user").order_by("pk")[0].user


def _case(pk: int) -> Application:
    return Application.objects.select_related("version", "applicant", "village__parent").get(pk=pk)
