"""The cards of a returned case: each point with its document or its field, ready to answer."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.answers.changes import changes
from applications.answers.forms import SectionForm, section_form
from applications.answers.queries import answers_in, drafts_of
from applications.corrections.models import Point, PointKind, Reply
from applications.documents.queries import Slot, slots
from applications.drafting.actions import working_round
from applications.drafting.readiness import facts, mendable, mended
from applications.lifecycle.models import Application


@dataclass(frozen=True)
class Mend:
    point: Point
    title: str
    slot: Slot | None
    form: SectionForm | None
    section_key: str
    answered: bool
    missing: str  # what has to happen before this point counts as mended; "" while nobody says that it is
    asked: tuple[Slot, ...] = ()  # documents that a new answer here asks for


def mend_rows(case: Application, points: list[Point], *, claimed: str = "") -> list[Mend]:
    """`claimed`: the key of a point that somebody just called mended, though it is not."""
    if not points:
        return []
    drafts = drafts_of(case, case.round, working_round(case))
    draft = drafts[working_round(case)]
    found = slots(case, facts(capacity=case.capacity, answers=answers_in(case, draft)))
    by_key = {slot.requirement.key: slot for slot in found}
    changed = [change.field.key for change in changes(case.spec, drafts[case.round], draft)]
    done, rows = mended(points, found, changed), []
    for point in points:
        said = point.reply == Reply.MENDED or claimed == str(point.pk)
        missing = _missing(point) if said and point.pk not in done else ""
        answered = bool(point.reply) and not (point.reply == Reply.MENDED and missing)
        if point.kind == PointKind.DOCUMENT:
            title = str(case.spec.requirement(point.key).name)
            rows.append(Mend(point, title, by_key.get(point.key), None, "", answered, missing))
        else:
            section = next(s for s in case.spec.sections if any(f.key == point.key for f in s.fields))
            form = section_form(case.spec, section.key, draft, only=mendable(case.spec, [point]))
            asked = tuple(slot for slot in by_key.values() if point.key in _asks(slot))
            label = str(case.spec.field(point.key).label)
            rows.append(Mend(point, label, None, form, section.key, answered, missing, asked))
    return rows


def _missing(point: Point) -> str:
    if point.kind == PointKind.DOCUMENT:
        return _(
            "Belum ada berkas baru yang dapat kami terima di sini. Ganti berkasnya, atau pilih “Saya tidak punya, "
            "karena…” dan tulis alasannya."
        )
    return _("Isian ini masih sama. Ubah isiannya, atau pilih “Isian lama benar, karena…” dan tulis alasannya.")


def _asks(slot: Slot) -> frozenset[str]:
    condition = slot.requirement.show_if
    return frozenset(condition.fields()) if condition is not None else frozenset()
