"""The cards of a returned case: each point with its document or its field, ready to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from applications.answers.facts import facts_of
from applications.answers.forms import SectionForm, form_of
from applications.catalogue.conditions import fields_of
from applications.corrections.models import Point, PointKind, Reply
from applications.documents.models import DocumentVersion
from applications.documents.queries import Slot
from applications.drafting.actions import look, working_round
from applications.drafting.readiness import mendable
from applications.lifecycle.models import Application


@dataclass(frozen=True)
class Mend:
    point: Point
    title: str
    answered: bool
    missing: str  # what has to happen before this point counts as mended; "" while nobody says that it is
    slot: Slot | None = None
    form: SectionForm | None = None
    asked: tuple[Slot, ...] = ()  # documents that a new answer here asks for


def mend_rows(
    case: Application,
    points: list[Point],
    *,
    claimed: str = "",
    now: datetime | None = None,
    drafts: Mapping[int, Mapping[str, Any]],
    files: list[DocumentVersion],
) -> list[Mend]:
    """`claimed`: the key of a point that somebody just called mended, though it is not. With `now`, a date that may
    not lie too early says so. `drafts`: of both rounds, `files`: all versions; the page has read them already."""
    if not points:
        return []
    returned = [point.key for point in points if point.kind == PointKind.FIELD]
    found = look(case, points, drafts=drafts, files=files)
    draft = facts_of(case, drafts[working_round(case)], now=now, returned=returned)
    left = {point.pk for point in found.open_points}
    slots = {slot.requirement.key: slot for slot in found.slots}
    # nothing stands on the page twice: what has a point of its own stands there, all else where it comes up first
    fields = {point.key for point in points if point.kind == PointKind.FIELD}
    documents = {point.key for point in points if point.kind == PointKind.DOCUMENT}
    rows = []
    for point in points:
        said = point.reply == Reply.MENDED or claimed == str(point.pk)
        missing = _missing(point) if said and point.pk not in found.mended else ""
        answered = point.pk not in left
        if point.kind == PointKind.DOCUMENT:
            title = str(case.spec.requirement(point.key).name)
            rows.append(Mend(point, title, answered, missing, slot=slots.get(point.key)))
            continue
        reach = mendable(case.spec, [point])
        only = (reach - fields) | {point.key}
        asked = {key: slot for key, slot in slots.items() if key not in documents and _asks(slot, reach)}
        fields |= only
        documents |= asked.keys()
        form = form_of(case.spec, only, draft, check=True)
        title = str(case.spec.field(point.key).label)
        rows.append(Mend(point, title, answered, missing, form=form, asked=tuple(asked.values())))
    return rows


def _missing(point: Point) -> str:
    if point.kind == PointKind.DOCUMENT:
        return _(
            "Belum ada berkas baru yang dapat kami terima di sini. Ganti berkasnya, atau pilih “Saya tidak punya, "
            "karena…” dan tulis alasannya."
        )
    return _("Isian ini masih sama. Ubah isiannya, atau pilih “Isian lama benar, karena…” dan tulis alasannya.")


def _asks(slot: Slot, reach: frozenset[str]) -> bool:
    """Whether an answer that may be mended decides about this document."""
    return not reach.isdisjoint(fields_of(slot.requirement.show_if))
