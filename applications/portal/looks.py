"""How a document slot looks: the state of its file as a tag and a line (ui.md §3)."""

from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.documents.queries import Slot
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.files.models import State, StoredFile
from perizinan.files.problems import problem_sentence, remark_sentences, waiting_sentence
from perizinan.web.texts import ukuran

ACCEPT = {"pdf": ".pdf", "image": "image/jpeg,image/png,image/webp,image/heic,.heic"}


class Look(NamedTuple):
    say: str
    mark: str
    kind: str
    line: str
    waiting: bool = False


def look(stored: StoredFile | None, problem: str = "") -> Look:
    """`problem`: why the file just chosen was not taken; what stood in the slot before is still there."""
    if problem:
        return Look(_("Tidak kami terima"), "no", "is-bad", problem)
    if stored is None:
        return Look("", "", "", "")
    line = f"{stored.name}, {ukuran(stored.size)}"
    if stored.state == State.REJECTED:
        return Look(_("Ditolak"), "no", "is-bad", problem_sentence(stored.problem, stored.facts))
    if stored.state == State.CLEAN:
        if remarks := " ".join(remark_sentences(stored.remarks, stored.facts)):
            return Look(_("Diterima dengan catatan"), "warn", "is-yours", f"{line}. {remarks}")
        return Look(_("Diterima"), "ok", "is-done", line)
    return Look(waiting_sentence(stored.last_trouble).rstrip("."), "clock", "is-ours", line, waiting=True)


def slot_row(case: Application, slot: Slot, *, may_change: bool, problem: str = "", again: int = 0) -> dict[str, Any]:
    """The variables of `portal/_slot.html`."""
    requirement, seen = slot.requirement, look(slot.stored, problem)
    if may_change and not problem and _sent_before(case, slot):  # our checks took it, an officer asks for another
        seen = seen._replace(say=_("Berkas lama"), mark="file", kind="is-idle")
    action = reverse("portal:document", args=[case.number, requirement.key])
    page = reverse("portal:tasks" if case.status == Status.DRAFT else "portal:case", args=[case.number])
    row_id = f"{'dokumen' if may_change else 'terkirim'}-{requirement.key}"  # a returned case shows both on one page
    return seen._asdict() | {
        "id": row_id,
        "key": f"berkas-{requirement.key}",
        "title": str(requirement.name),
        "shown_help": str(requirement.help) if may_change and slot.version is None else "",
        "need": _("Wajib") if requirement.required else _("Bila ada"),
        "limits": _limits(requirement.accept) if may_change else "",
        "action": action,
        "poll": f"{action}?lagi={again}{'' if may_change else '&baca=1'}" if seen.waiting else "",
        "again": again,
        "page": f"{page}#{row_id}",
        "accept": ",".join(ACCEPT[kind] for kind in requirement.accept),
        "max_bytes": settings.FILES_MAX_BYTES,
        "may_change": may_change,
        "replace": slot.version is not None,
        "view": reverse("portal:download", args=[case.number, requirement.key, slot.version.number])
        if slot.version and slot.checked
        else "",
    }


def _sent_before(case: Application, slot: Slot) -> bool:
    return (
        case.status == Status.RETURNED
        and slot.checked
        and slot.version is not None
        and slot.version.round <= case.round
    )


def _limits(accept: tuple[str, ...]) -> str:
    size = ukuran(settings.FILES_MAX_BYTES)
    if accept == ("pdf",):
        return _("PDF, paling besar %(size)s") % {"size": size}
    if accept == ("image",):
        return _("Foto, paling besar %(size)s") % {"size": size}
    return _("Foto atau PDF, paling besar %(size)s") % {"size": size}
