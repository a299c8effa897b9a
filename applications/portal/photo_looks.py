"""What the page of a slot's photos shows: each as it will be in the PDF, and what keeps them from becoming one."""

import json
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.catalogue.schema import Requirement
from applications.documents import framing
from applications.documents.composing import NotReady, refused, usable
from applications.documents.models import Photo, Upload
from applications.documents.photos import MOST, photos_of
from applications.documents.queries import unfinished
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.accounts.models import User
from perizinan.files.models import State
from perizinan.files.problems import problem_sentence, remark_sentences, waiting_sentence
from perizinan.web.texts import ukuran

ACCEPT = "image/*,image/jpeg,.heic,.heif"  # a phone offers its camera beside its pictures


class PhotoLook(NamedTuple):
    pk: int
    place: int
    say: str
    mark: str
    kind: str
    line: str
    waiting: bool
    usable: bool
    picture: str  # address, "" until it may be shown
    first: bool
    last: bool


def photo_page(
    case: Application,
    requirement: Requirement,
    *,
    by: User,
    problem: str = "",
    told: str = "",
    moved: int | None = None,
    again: int = 0,
) -> dict[str, Any]:
    """The variables of `portal/photos.html` and its parts. `moved`: the photo that changed its place just now."""
    key = requirement.key
    row = photos_of(case.pk, key)
    looks = [_look(case, photo, place, len(row)) for place, photo in enumerate(row, 1)]
    waiting = [look for look in looks if look.waiting]
    address = reverse("portal:photos", args=[case.number, key])
    return {
        "case": case,
        "key": key,
        "title": str(requirement.name),
        "photos": looks,
        "problem": problem,
        "told": told,
        "moved": moved,
        "waiting": ",".join(f"#foto-{look.pk}" for look in waiting),
        "again": again,
        "page": address,
        "poll": f"{address}?lagi={again}",
        "back": back_to(case, requirement),
        "draft": case.status == Status.DRAFT,
        "stopped": _stopped(case, unfinished(case.pk, by=by, photos=True).get(key, [])),
        "tus": reverse("portal:uploads", args=[case.number, key]),
        "full": len(row) >= MOST,
        "most": MOST,
        "accept": ACCEPT,
        "max_bytes": settings.FILES_MAX_BYTES,
        "limits": _("Foto JPG, PNG, WebP, atau HEIC, paling besar %(size)s, sampai %(most)s foto")
        % {"size": ukuran(settings.FILES_MAX_BYTES), "most": MOST},
    }


def _stopped(case: Application, uploads: list[Upload]) -> str:
    """What upload.js needs to go on where photos stopped."""
    return json.dumps(
        [
            {
                "url": reverse("portal:upload", args=[case.number, upload.requirement_key, upload.pk]),
                "size": upload.length,
                "sha256": upload.sha256,
            }
            for upload in uploads
        ]
    )


def back_to(case: Application, requirement: Requirement) -> str:
    """The row of the slot, on the task list of a draft or on the page of a returned case."""
    page = reverse("portal:tasks" if case.status == Status.DRAFT else "portal:case", args=[case.number])
    return f"{page}#dokumen-{requirement.key}"


def not_ready(found: NotReady) -> str:
    if found.refused:
        said = ngettext(
            "Foto %(places)s tidak dapat dipakai. Foto ulang atau hapus dulu.",
            "Foto %(places)s tidak dapat dipakai. Foto ulang atau hapus dulu.",
            len(found.refused),
        )
        return said % {"places": _list(found.refused)}
    if found.waiting:
        said = ngettext(
            "Foto %(places)s masih kami periksa. Tunggu sebentar, lalu tekan lagi.",
            "Foto %(places)s masih kami periksa. Tunggu sebentar, lalu tekan lagi.",
            len(found.waiting),
        )
        return said % {"places": _list(found.waiting)}
    return _("Belum ada foto. Tambahkan foto halaman pertama dulu.")


def _list(places: list[int]) -> str:
    words = [str(place) for place in places]
    if len(words) == 1:
        return words[0]
    return _("%(first)s dan %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _look(case: Application, photo: Photo, place: int, total: int) -> PhotoLook:
    say, mark, kind, line = _state(photo)
    shown = usable(photo)
    return PhotoLook(
        pk=photo.pk,
        place=place,
        say=say,
        mark=mark,
        kind=kind,
        line=line,
        waiting=not shown and not refused(photo),
        usable=shown,
        picture=picture_of(case, photo) if shown else "",
        first=place == 1,
        last=place == total,
    )


def picture_of(case: Application, photo: Photo) -> str:
    """Another address for another look, so that a browser shows it again at once and fetches nothing twice."""
    address = reverse("portal:photo-picture", args=[case.number, photo.requirement_key, photo.pk])
    cut = "-".join(str(edge) for edge in framing.edges(framing.box_of(photo.crop)).values())
    return f"{address}?rupa={photo.stored_id.hex[:8]}-{photo.turn}-{cut}"


def _state(photo: Photo) -> tuple[str, str, str, str]:
    stored = photo.stored
    if stored.state == State.REJECTED:
        return _("Ditolak"), "no", "is-bad", problem_sentence(stored.problem, stored.facts)
    if refused(photo):
        return _("Tidak dapat dipakai"), "no", "is-bad", _("Foto ini tidak dapat kami tampilkan. Foto ulang.")
    if not usable(photo):
        return waiting_sentence(stored.last_trouble).rstrip("."), "clock", "is-ours", stored.name
    sideways = "sideways" in stored.remarks and photo.turn in (0, 180)
    others = [code for code in stored.remarks if code not in ("sideways", "name-shortened", "renamed")]
    said = ([_("Tulisan di foto ini menyamping. Tekan Putar.")] if sideways else []) + remark_sentences(
        others, stored.facts
    )
    if said:
        return _("Periksa foto ini"), "warn", "is-yours", " ".join(said)
    return _("Siap"), "ok", "is-done", ""
