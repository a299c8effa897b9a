"""What the case page shows: the list of what is judged, and the one thing that is open."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.answers import timing
from applications.answers.changes import Change, changes
from applications.answers.facts import facts_of
from applications.answers.format import display
from applications.answers.queries import answers_in, drafts_of
from applications.catalogue.schema import FieldType
from applications.corrections.models import Point, PointKind, Reply
from applications.documents.queries import all_versions
from applications.lifecycle.models import Application, WorkItem
from applications.lifecycle.states import Status
from applications.permits.models import Permit
from perizinan.regions.queries import place_label
from perizinan.workdays.queries import calendar
from reviews.checklists.items import Item, items
from reviews.checklists.models import Judgement
from reviews.desk.access import Seat
from reviews.desk.deadline import Deadline, deadline
from reviews.desk.leaves import Asked
from reviews.desk.reading import Pane, Reader, pane_of
from reviews.desk.stagework import StageWork, stagework

Drafts = dict[int, dict[str, Any]]  # of a round: everything typed
_MARKS = {
    Judgement.FITS: ("ok", "is-done"),
    Judgement.MEND: ("warn", "is-bad"),
    Judgement.NOT_APPLICABLE: ("dash", "is-idle"),
}


@dataclass(frozen=True)
class Line:
    """A row of "Yang dinilai"."""

    item: Item
    href: str
    say: str
    mark: str
    kind: str
    remark: str
    current: bool


@dataclass(frozen=True)
class Detail:
    item: Item
    proved: list[tuple[str, str]]  # of a document: the answers it proves
    proved_by: list[str]  # of an answer: the documents that prove it
    reasons: list[str]
    change: Change | None
    point: Point | None  # what was asked last, and what the applicant said to it
    pane: Pane | None  # of a document


class Number(NamedTuple):
    key: str
    label: str
    shown: str


@dataclass(frozen=True)
class CaseFile:
    documents: list[Line]
    fields: list[Line]
    detail: Detail | None
    deadline: Deadline
    advice: list[WorkItem]
    numbers: list[Number]
    phones: list[Number]
    place: str
    permit: Permit | None
    work: StageWork

    @property
    def judged(self) -> int:
        return sum(line.item.judged for line in self.documents)

    @property
    def to_mend(self) -> int:
        return sum(line.item.to_mend for line in [*self.documents, *self.fields])


def casefile(seat: Seat, reader: Reader, *, chosen: str, asked: Asked) -> CaseFile:
    """`chosen`: "document-ktp", "field-judul"; else the first document without a verdict. `asked`: of its pages."""
    case, today = seat.application, reader.today
    drafts, files = drafts_of(case, case.round - 1, case.round), all_versions(case)
    answers = answers_in(case, drafts[case.round])
    found = items(case, answers=answers, versions=files)
    points = _last_points(case)
    current = next((i for i in found if f"{i.kind}-{i.key}" == chosen), None) or _first_open(found)
    slot = current.slot if current else None
    files = [file for file in files if slot and file.requirement_key == slot.requirement.key]
    pane = pane_of(seat, slot.requirement, files, asked, reader) if slot else None
    lines = [_line(i, seat, points.get((i.kind, i.key)), i is current) for i in found]
    shown = {i.key: i.shown for i in found if i.kind == PointKind.FIELD}
    return CaseFile(
        documents=[line for line in lines if line.item.kind == PointKind.DOCUMENT],
        fields=[line for line in lines if line.item.kind == PointKind.FIELD],
        detail=_detail(case, found, current, points, drafts, pane) if current else None,
        deadline=deadline(case, today, calendar(today)),
        advice=advice_of(seat),
        numbers=_of_type(case, shown, FieldType.NIK),
        phones=_of_type(case, shown, FieldType.PHONE),
        place=place_label(case.village),
        permit=Permit.objects.filter(application=case).first()
        if case.status in (Status.AWAITING_SIGNATURE, Status.ISSUED)
        else None,
        work=stagework(seat, facts_of(case, answers) | {timing.TODAY: today.isoformat()}),
    )


def advice_of(seat: Seat) -> list[WorkItem]:
    """What earlier stages wrote for the later ones, and not for whom it is about."""
    return [] if seat.own else [stage for stage in seat.stages if not stage.open and stage.note]


def address(seat: Seat, item: Item | None) -> str:
    """The case page with this item open, on the way back to the same queue page."""
    chosen = f"nilai={item.kind}-{item.key}" if item else ""
    query = "&".join(filter(None, [chosen, seat.back]))
    return reverse("desk:case", args=[seat.number]) + (f"?{query}" if query else "")


def _first_open(found: list[Item]) -> Item | None:
    return next((i for i in found if i.must_be_judged and not i.judged), found[0] if found else None)


def _last_points(case: Application) -> dict[tuple[str, str], Point]:
    points = Point.objects.filter(round__application=case).select_related("round").order_by("round__number", "pk")
    return {(point.kind, point.key): point for point in points}


def _line(item: Item, seat: Seat, point: Point | None, current: bool) -> Line:
    mark, kind = _MARKS[Judgement(item.verdict.judgement)] if item.verdict else ("ring", "is-idle")
    say = str(item.verdict.get_judgement_display()) if item.verdict else _("Belum dinilai")
    answered = point is not None and point.reply == Reply.CANNOT and item.to_mend
    remark = _("Baru") if item.new else _("Dijawab: tidak punya") if answered else ""
    return Line(item, address(seat, item), say, mark, kind, remark, current)


def _detail(
    case: Application,
    found: list[Item],
    item: Item,
    points: dict[tuple[str, str], Point],
    drafts: Drafts,
    pane: Pane | None,
) -> Detail:
    labels = {i.key: (i.label, i.shown) for i in found if i.kind == PointKind.FIELD}
    labels |= _computed(case, answers_in(case, drafts[case.round]))
    requirement = item.slot.requirement if item.slot else None
    proving = [str(r.name) for r in case.spec.requirements if item.kind == PointKind.FIELD and item.key in r.proves]
    return Detail(
        item=item,
        proved=[labels[key] for key in requirement.proves if key in labels] if requirement else [],
        proved_by=proving,
        reasons=[reason.id for reason in requirement.reasons] if requirement else [],
        change=_change(case, item, drafts) if item.kind == PointKind.FIELD else None,
        point=points.get((item.kind, item.key)),
        pane=pane,
    )


def _computed(case: Application, given: dict[str, Any]) -> dict[str, tuple[str, str]]:
    fields = [field for field in case.spec.all_fields() if field.type is FieldType.COMPUTED]
    return {f.key: (str(f.label), display(f, None, answers=given, spec=case.spec)) for f in fields}


def _change(case: Application, item: Item, drafts: Drafts) -> Change | None:
    """Against the answers the round before; nothing on the first."""
    if case.round == 1:
        return None
    old, new = drafts[case.round - 1], drafts[case.round]
    return next((change for change in changes(case.spec, old, new) if change.field.key == item.key), None)


def _of_type(case: Application, shown: dict[str, str], kind: FieldType) -> list[Number]:
    return [
        Number(field.key, str(field.label), shown[field.key])
        for field in case.spec.all_fields()
        if field.type is kind and shown.get(field.key)
    ]
