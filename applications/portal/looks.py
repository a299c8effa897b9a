"""How a document slot looks: the state of its file as a tag and a line (ui.md §3)."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.catalogue import formats
from applications.documents.models import Upload
from applications.documents.photos import takes_photos
from applications.documents.queries import Slot
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.files.kinds import DOCX, XLSX
from perizinan.files.line import MOST_COUNTED
from perizinan.files.models import Images, State, StoredFile
from perizinan.files.problems import problem_sentence, remark_sentences, waiting_sentence
from perizinan.web.texts import ukuran

ACCEPT = {
    "pdf": ".pdf",
    "image": "image/jpeg,image/png,image/webp,image/heic,.heic",
    "docx": f".docx,{DOCX.media_type}",  # phones choose by media type, desks by ending
    "xlsx": f".xlsx,{XLSX.media_type}",
}

WORTH_SAYING = 3  # so many before it are a matter of seconds


class Look(NamedTuple):
    say: str
    mark: str
    kind: str
    line: str
    waiting: bool = False
    notes: tuple[str, ...] = ()  # what the checks remark, a sentence each


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
        if notes := tuple(remark_sentences(stored.remarks, stored.facts)):
            return Look(_("Diterima dengan catatan"), "warn", "is-yours", line, notes=notes)
        return Look(_("Diterima"), "ok", "is-done", line)
    return Look(waiting_sentence(stored.last_trouble).rstrip("."), "clock", "is-ours", line, waiting=True)


def slot_row(
    case: Application,
    slot: Slot,
    *,
    may_change: bool,
    problem: str = "",
    again: int = 0,
    uploads: Sequence[Upload] = (),
    ahead: int = 0,
) -> dict[str, Any]:
    """The variables of `portal/_slot.html`. `uploads`: what this person has not finished here; `ahead`: how many
    files the checks look at before this one."""
    requirement = slot.requirement
    stopped = next((upload for upload in uploads if upload.offset), None) if may_change else None
    seen = _seen(case, slot, stopped, may_change=may_change, problem=problem)
    action = reverse("portal:document", args=[case.number, requirement.key])
    page = reverse("portal:tasks" if case.status == Status.DRAFT else "portal:case", args=[case.number])
    row_id = f"{'dokumen' if may_change else 'terkirim'}-{requirement.key}"  # a returned case shows both on one page
    asks = seen.waiting or _pages_to_come(slot.stored) or (stopped is not None and stopped.all_here)
    said = _stopped(stopped) if stopped is not None else ""
    return {
        **seen._asdict(),
        **(_choosing(case, slot, uploads) if may_change else {}),
        "id": row_id,
        "number": case.number,
        "title": str(requirement.name),
        "need": _("Wajib") if requirement.required else _("Bila ada"),
        "action": action,
        "poll": f"{action}?lagi={again}{'' if may_change else '&baca=1'}" if asks and not problem else "",
        "quiet": not seen.waiting,
        "more": (said if said != seen.line else "") or _place(ahead),
        "drop": _address(case, stopped) if stopped is not None and not stopped.all_here else "",
        "again": again,
        "page": f"{page}#{row_id}",
        "may_change": may_change,
        "photographed": getattr(slot.version, "photographed", False),
        "view": reverse("portal:pages", args=[case.number, requirement.key, slot.version.number])
        if slot.version and slot.checked
        else "",
    }


def _seen(case: Application, slot: Slot, stopped: Upload | None, *, may_change: bool, problem: str) -> Look:
    if stopped is not None and slot.stored is None and not problem:
        return Look(_("Belum selesai"), "half", "is-yours", _stopped(stopped))
    seen = look(slot.stored, problem)
    if may_change and not problem and _sent_before(case, slot):  # our checks took it, an officer asks for another
        return seen._replace(say=_("Berkas lama"), mark="file", kind="is-idle")
    return seen


def _choosing(case: Application, slot: Slot, uploads: Sequence[Upload]) -> dict[str, Any]:
    """What the form of `parts/upload.html` needs, and the words before it."""
    requirement, address = slot.requirement, [case.number, slot.requirement.key]
    return {
        "key": f"berkas-{requirement.key}",
        "shown_help": str(requirement.help) if slot.version is None else "",
        "limits": _limits(requirement.accept),
        "stopped": json.dumps([_told(case, upload) for upload in uploads]),
        "tus": reverse("portal:uploads", args=address),
        "accept": ",".join(ACCEPT[kind] for kind in requirement.accept),
        "max_bytes": settings.FILES_MAX_BYTES,
        "replace": slot.version is not None,
        "settled": slot.stored is not None and look(slot.stored).kind == "is-done",
        "photos": reverse("portal:photos", args=address) if takes_photos(requirement) else "",
    }


def _pages_to_come(stored: StoredFile | None) -> bool:
    return stored is not None and stored.images in (Images.WAITING, Images.MAKING)


def _stopped(upload: Upload) -> str:
    if upload.all_here:
        return _("%(name)s sedang kami terima.") % {"name": upload.name}
    return _("%(name)s berhenti di %(percent)s %%. Pilih berkas yang sama untuk melanjutkan.") % {
        "name": upload.name,
        "percent": 100 * upload.offset // upload.length,
    }


def _place(ahead: int) -> str:
    if ahead <= WORTH_SAYING:
        return ""
    if ahead >= MOST_COUNTED:
        return _("Lebih dari %(n)s berkas diperiksa lebih dulu") % {"n": MOST_COUNTED}
    return _("Nomor %(n)s dalam antrean pemeriksaan") % {"n": ahead + 1}


def _address(case: Application, upload: Upload) -> str:
    return reverse("portal:upload", args=[case.number, upload.requirement_key, upload.pk])


def _told(case: Application, upload: Upload) -> dict[str, Any]:
    return {"url": _address(case, upload), "size": upload.length, "sha256": upload.sha256}


def _sent_before(case: Application, slot: Slot) -> bool:
    return (
        case.status == Status.RETURNED
        and slot.checked
        and slot.version is not None
        and slot.version.round <= case.round
    )


def _limits(accept: tuple[str, ...]) -> str:
    said = {"formats": formats.words(accept), "size": ukuran(settings.FILES_MAX_BYTES)}
    return _("%(formats)s, paling besar %(size)s") % said
