"""Reads of the applicant's pages, one function a page."""

import datetime
import hmac
from dataclasses import dataclass

from django.db.models import Case, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.corrections.models import Point
from applications.corrections.queries import open_points
from applications.lifecycle import stages
from applications.lifecycle.casenumber import read_code
from applications.lifecycle.models import Application, StatusChange, WorkItem
from applications.lifecycle.states import Status, WaitingOn
from applications.permits.models import Permit
from applications.portal.turn import Turn, deadline_sentence, turn
from perizinan.accounts.models import User
from perizinan.web.pagination import Key, Page, page_of
from perizinan.workdays.queries import calendar


@dataclass(frozen=True)
class Progress:
    current: int
    total: int
    name: str
    done: bool


@dataclass(frozen=True)
class Event:
    on: datetime.datetime
    sentence: str
    unit: str


@dataclass(frozen=True)
class CasePage:
    case: Application
    turn: Turn
    progress: Progress | None
    deadline: str
    points: list[Point]
    events: list[Event]
    permit: Permit | None


def case_page(case: Application, today: datetime.date) -> CasePage:
    """Five queries beside the case itself."""
    item = case.items.filter(closed_at=None).select_related("unit").first()
    points = open_points(case) if case.status == Status.RETURNED else []
    changes = list(case.changes.select_related("unit").order_by("-at", "-pk"))
    left = calendar(today).count(today, case.due_on) if case.due_on and case.due_on >= today else 0
    return CasePage(
        case=case,
        turn=turn(case, item, len(points)),
        progress=progress(case, item),
        deadline=deadline_sentence(case, today, left),
        points=points,
        events=[event for change in changes if (event := _event(change))],
        permit=Permit.objects.filter(application=case).select_related("sealed").first()
        if case.status in (Status.AWAITING_SIGNATURE, Status.ISSUED)
        else None,
    )


def progress(case: Application, item: WorkItem | None) -> Progress | None:
    if case.status in (Status.DRAFT, Status.WITHDRAWN, Status.REJECTED, Status.LAPSED):
        return None
    total = stages.positions(case)
    if case.status == Status.ISSUED:
        return Progress(total, total, _("Terbit, semua tahap selesai"), done=True)
    if case.status == Status.AWAITING_SIGNATURE or item is None:
        return Progress(total, total, _("Tanda tangan"), done=False)
    return Progress(item.position, total, str(case.spec.stage(item.stage_key).name), done=False)


def _event(change: StatusChange) -> Event | None:
    unit = change.unit.short_name if change.unit else _("Sistem")
    sentences = {
        "submit": _("Kami terima permohonan Anda."),
        "start_review": _("Kami mulai memeriksa kelengkapan berkas."),
        "complete": _("Kami menyatakan berkas lengkap. Batas waktu mulai berjalan."),
        "return": ngettext(
            "Kami mengembalikan permohonan: %(n)s hal perlu diperbaiki.",
            "Kami mengembalikan permohonan: %(n)s hal perlu diperbaiki.",
            change.count,
        )
        % {"n": change.count},
        "resubmit": _("Anda mengirim perbaikan."),
        "recommend": _("%(unit)s memberi rekomendasi.") % {"unit": unit},
        "advise_against": _("%(unit)s memberi pertimbangan.") % {"unit": unit},
        "endorse": _("Kepala bidang membubuhkan paraf."),
        "approve": _("Kepala Dinas menyetujui permohonan."),
        "issue": _("Izin terbit."),
        "reject": _("Kami tidak dapat menyetujui permohonan ini."),
        "withdraw": _("Anda menarik permohonan ini."),
        "lapse": _("Permohonan gugur karena perbaikan tidak kami terima."),
    }
    sentence = sentences.get(change.verb)
    if sentence is None:
        return None
    who = {
        "submit": _("Kantor perizinan"),
        "issue": _("Kepala Dinas"),
        "resubmit": _("Pemohon"),
        "withdraw": _("Pemohon"),
    }
    return Event(change.at, sentence, who.get(change.verb, unit))


@dataclass(frozen=True)
class Row:
    case: Application
    turn: Turn


@dataclass(frozen=True)
class Mine:
    yours: list[Row]
    ours: list[Row]
    done: list[Row]
    page: Page[Application]


_RANK = Case(When(waiting_on=WaitingOn.APPLICANT, then=0), When(waiting_on=WaitingOn.NOBODY, then=2), default=1)
_ORDER = (Key("rank"), Key("created_at", descending=True), Key("pk", descending=True))


def mine(user: User, today: datetime.date, cursor: str | None = None) -> Mine:
    """Somebody's cases by whose turn it is, newest first; three queries however many."""
    found = Application.objects.of_applicant(user, today).select_related("applicant").annotate(rank=_RANK)
    page = page_of(found, order=_ORDER, cursor=cursor)
    cases = page.rows
    open_items = {
        item.application_id: item
        for item in WorkItem.objects.filter(application__in=[c.pk for c in cases], closed_at=None).select_related(
            "unit"
        )
    }
    counts = _point_counts([c for c in cases if c.status == Status.RETURNED])
    rows = [Row(case, turn(case, open_items.get(case.pk), counts.get(case.pk, 0))) for case in cases]
    return Mine(
        yours=[r for r in rows if r.turn.kind == "is-yours"],
        ours=[r for r in rows if r.turn.kind == "is-ours"],
        done=[r for r in rows if r.turn.kind not in ("is-yours", "is-ours")],
        page=page,
    )


def _point_counts(cases: list[Application]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for pk in Point.objects.filter(round__application__in=[c.pk for c in cases], round__answered_at=None).values_list(
        "round__application_id", flat=True
    ):
        counts[pk] = counts.get(pk, 0) + 1
    return counts


def tracked(number: str, code: str, today: datetime.date) -> CasePage | None:
    """For `/lacak/`: without a login, so only who holds the receipt's code."""
    found = (
        Application.objects.filter(number=number)
        .exclude(tracking_code="")
        .select_related("applicant", "village__parent")
        .first()
    )
    if found is None or not hmac.compare_digest(found.tracking_code.encode(), read_code(code).encode()):
        return None
    return case_page(found, today)
