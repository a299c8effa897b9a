"""What the stages of a case bring beside judging: who works at the same time, what comes next, what officers fill in,
reports of visits and payments, what is asked for and what it costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.answers import completeness
from applications.answers.format import SummarySection, display, summary_rows
from applications.catalogue.charges import charge
from applications.catalogue.fees import FeeKind
from applications.catalogue.schema import FieldType, Kind, Stage, StageKind
from applications.catalogue.spoken import kind_name
from applications.lifecycle import stages
from applications.lifecycle.models import Application, WorkItem
from applications.portal.looks import Look, look
from perizinan.accounts.roles import Role
from perizinan.web.texts import rupiah
from reviews.desk.access import Seat
from reviews.desk.forms import ScanForm
from reviews.inspections.models import StageReport
from reviews.inspections.queries import reports_of

_REPORTED = {StageKind.VISIT, StageKind.PAYMENT}
_MARKS = {
    StageReport.Result.FITS: ("ok", "is-done"),
    StageReport.Result.FITS_WITH_NOTES: ("warn", "is-yours"),
    StageReport.Result.DOES_NOT_FIT: ("no", "is-bad"),
    StageReport.Result.PAID: ("ok", "is-done"),
}


class ToFill(NamedTuple):
    title: str
    href: str
    done: bool


@dataclass(frozen=True)
class Reported:
    report: StageReport
    stage: str
    unit: str
    mark: str
    kind: str
    scan: Look | None
    rescan: ScanForm | None  # where the checks refused the scan and this person may bring another


class Cost(NamedTuple):
    total: str
    how: list[tuple[str, str]]  # the answers that count
    basis: str


@dataclass(frozen=True)
class StageWork:
    asked: str  # "Perpanjangan izin Nomor X"; empty for a new permit
    cost: Cost | None
    computed: list[tuple[str, str]]
    beside: list[WorkItem]
    next_role: str
    to_fill: list[ToFill]
    filled: list[SummarySection]
    reports: list[Reported]


def stagework(seat: Seat, given: Mapping[str, Any]) -> StageWork:
    return StageWork(
        asked=asked(seat.application),
        cost=cost(seat.application, given),
        computed=computed(seat.application, given),
        beside=seat.beside,
        next_role=", ".join(str(Role[stage.role].label) for stage in next_stages(seat, given)),
        to_fill=to_fill(seat, given),
        filled=filled(seat, given),
        reports=reported(seat),
    )


def asked(case: Application) -> str:
    if case.kind == Kind.NEW:
        return ""
    said = kind_name(case.kind)
    if not case.former_number:
        return said
    return _("%(kind)s izin Nomor %(number)s") % {"kind": said, "number": case.former_number}


def cost(case: Application, given: Mapping[str, Any]) -> Cost | None:
    """Nothing on a type that is free for everybody."""
    spec = case.spec
    if spec.fee.kind is FeeKind.FREE:
        return None
    found = charge(spec, given)
    how = [(str(field.label), display(field, given.get(field.key))) for field in map(spec.field, found.used)]
    if found.amount is None:
        elsewhere = spec.fee.kind is FeeKind.ELSEWHERE
        return Cost("", how, str(spec.fee.text) if elsewhere else _("Belum dapat dihitung dari isian yang ada."))
    total = rupiah(found.amount) if found.amount else _("Tidak dipungut")
    return Cost(total, how, str(spec.fee.basis))


def next_stages(seat: Seat, given: Mapping[str, Any]) -> tuple[Stage, ...]:
    """What opens when this stage is done; nothing while another unit still works, or after the last."""
    if seat.beside or not seat.item.open:
        return ()
    found = stages.coming(seat.application.spec, given, {stage.stage_key for stage in seat.stages})
    return found[1] if found else ()


def to_fill(seat: Seat, given: Mapping[str, Any]) -> list[ToFill]:
    """The sections of the stage this officer works on now; those without a question for this case are left out."""
    if not seat.verbs:
        return []
    states = completeness.check_stage(seat.application.spec, given, seat.item.stage_key)
    return [ToFill(state.title, filling(seat, state.key), not state.problems) for state in states]


def filling(seat: Seat, section_key: str) -> str:
    """Where a section of this stage is filled in, on the way back to the same queue page."""
    return reverse("desk:filling", args=[seat.number, section_key]) + (f"?{seat.back}" if seat.back else "")


def computed(case: Application, given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the type works out of the answers: nobody typed it, so nobody judges it."""
    fields = (field for section in case.spec.applicant_sections() for field in section.fields)
    shown = [
        (str(field.label), display(field, None, answers=given, spec=case.spec))
        for field in fields
        if field.type is FieldType.COMPUTED and (field.show_if is None or field.show_if.holds(given))
    ]
    return [(label, text) for label, text in shown if text]


def filled(seat: Seat, given: Mapping[str, Any]) -> list[SummarySection]:
    """What officers have written so far, with its questions; their own drafts stand in their form."""
    spec = seat.application.spec
    worked = {stage.stage_key for stage in seat.stages if not stage.open}
    theirs = {section.key for section in spec.sections if section.stage in worked}
    return [section for section in summary_rows(spec, given) if section.key in theirs] if theirs else []


def reported(seat: Seat) -> list[Reported]:
    if not any(not stage.open and stage.stage_kind in _REPORTED for stage in seat.stages):
        return []
    names = {stage.pk: stage for stage in seat.stages}
    return [
        Reported(
            report,
            str(names[report.item_id].stage.name),
            report.item.unit.short_name,
            *_MARKS[StageReport.Result(report.result)],
            look(report.current_scan) if report.current_scan else None,
            ScanForm.of(report.pk) if report.scan_refused and seat.may_add_to(report.item) else None,
        )
        for report in reports_of(seat.application)
    ]
