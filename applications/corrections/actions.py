from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from applications.corrections.models import Point, PointKind, Reply, Round
from applications.lifecycle import moves
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.accounts.models import User


class Asked(NamedTuple):
    kind: PointKind
    key: str
    label: str
    note: str


class ReasonMissing(Exception):
    """ "I do not have it" needs a reason."""


def open_round(
    *, application: Application, points: list[Asked], by: User, unit_name: str, due_on: date, now: datetime
) -> Round:
    """Inner action: the caller holds the application's lock and moves it."""
    opened = Round.objects.create(
        application=application,
        number=application.round + 1,
        opened_at=now,
        opened_by=by,
        unit_name=unit_name,
        due_on=due_on,
    )
    Point.objects.bulk_create(Point(round=opened, author=unit_name, **point._asdict()) for point in points)
    return opened


def answer(*, application: Application, point_id: int, reply: Reply, text: str, now: datetime) -> Point:
    """Inner action: whether something was mended is the caller's to see (drafting)."""
    text = text.strip()
    if reply == Reply.CANNOT and not text:
        raise ReasonMissing
    if application.status != Status.RETURNED:
        raise moves.NotYourMove("no round is open")
    point = Point.objects.select_for_update().get(pk=point_id, round__application=application, round__answered_at=None)
    point.reply, point.reply_text = reply, text if reply == Reply.CANNOT else ""
    point.replied_at = now if reply else None
    point.save(update_fields=["reply", "reply_text", "replied_at"])
    return point


def mark_mended(*, application: Application, kind: PointKind, key: str, now: datetime) -> None:
    """A new file or a changed answer answers its point by itself. Inner action."""
    Point.objects.filter(round__application=application, round__answered_at=None, kind=kind, key=key).update(
        reply=Reply.MENDED, reply_text="", replied_at=now
    )


def close_round(*, application: Application, now: datetime) -> Round:
    opened = Round.objects.select_for_update().get(application=application, answered_at=None)
    opened.answered_at = now
    opened.save(update_fields=["answered_at"])
    return opened


def lapse(*, application_id: int, today: date, now: datetime) -> bool:
    """Close a returned case whose mending did not come in time. Safe to run twice."""
    with transaction.atomic(durable=True):
        application = moves.lock(application_id)
        due_on = application.correction_due_on
        if application.status != Status.RETURNED or due_on is None or due_on >= today:
            return False
        close_round(application=application, now=now)
        moves.move(application=application, verb="lapse", by=None, now=now, context={"lapsed_on": due_on.isoformat()})
    return True
