"""The cards of a returned case: each point with its document or its field, ready to answer."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.answers.forms import SectionForm, section_form
from applications.answers.queries import draft_of
from applications.catalogue.conditions import fields_of
from applications.corrections.models import Point, PointKind, Reply
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


def mend_rows(case: Application, points: list[Point], *, claimed: str = "") -> list[Mend]:
    """`claimed`: the key of a point that somebody just called mended, though it is not."""
    if not points:
        return []
    found, draft = look(case, points), draft_of(case, working_round(case))
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
        only = (mendable(case.spec, [point]) - fields) | {point.key}
        asked = {key: slot for key, slot in slots.items() if key not in documents and _asks(slot, point)}
        fields |= only
        documents |= asked.keys()
        form = section_form(case.spec, case.spec.section_of(point.key).key, draft, only=only)
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


def _asks(slot: Slot, point: Point) -> bool:
    return point.key in fields_of(slot.requirement.show_if)
