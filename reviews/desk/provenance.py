"""Where the file of a document comes from: every version, who sent it, what the checks found, who opened it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.documents.models import DocumentVersion
from applications.lifecycle.models import Application
from applications.portal.looks import Look, look
from perizinan.audit import verbs
from perizinan.audit.models import AuditEntry
from perizinan.files import engines
from perizinan.files.kinds import by_media_type
from perizinan.files.models import StoredFile
from perizinan.files.problems import problem_sentence, remark_sentences
from perizinan.web.texts import pukul, tanggal, ukuran
from reviews.desk.access import Seat
from reviews.desk.reading import Elsewhere, Reader, elsewhere, query_of

MOST_OPENINGS = 100


@dataclass(frozen=True)
class Opening:
    who: str
    at: datetime
    times: int  # hours in which this person opened it


@dataclass(frozen=True)
class Origin:
    """One version."""

    version: DocumentVersion
    chosen: bool
    look: Look
    facts: list[tuple[str, str]]
    sha256: str
    download: str
    notes: list[str]  # remarks of the checks, or why it was refused
    openings: list[Opening]


@dataclass(frozen=True)
class Provenance:
    label: str
    back: str
    origins: list[Origin]  # newest first
    same: list[Elsewhere]


def provenance_of(seat: Seat, version: DocumentVersion, reader: Reader) -> Provenance:
    """Four statements, and one more where the bytes are elsewhere."""
    case, key = seat.application, version.requirement_key
    found = DocumentVersion.objects.filter(application=case, requirement_key=key)
    rows = list(
        found.select_related("stored", "attached_by", "stored__uploaded_by")
        .annotate(page_images=Count("stored__pages"))
        .order_by("-number")
    )
    openings, photos = _openings(rows), _photos(case, key)
    return Provenance(
        label=str(case.spec.requirement(key).name),
        back=f"{reverse('desk:case', args=[seat.number])}?{query_of(seat, key)}",
        origins=[_origin(seat, row, row == version, openings.get(row.pk, []), photos) for row in rows],
        same=elsewhere(seat, version, reader, limit=20),
    )


def _origin(
    seat: Seat, version: DocumentVersion, chosen: bool, openings: list[Opening], photos: Mapping[int, int]
) -> Origin:
    stored = version.stored
    href = reverse("desk:document", args=[seat.number, version.pk]) if stored.is_clean else ""
    return Origin(
        version=version,
        chosen=chosen,
        look=look(stored),
        facts=[fact for fact in _facts(version, photos.get(version.number, 0)) if fact[1]],
        sha256=stored.sha256,
        download=href,
        notes=_notes(stored),
        openings=openings,
    )


def _facts(version: DocumentVersion, photos: int) -> list[tuple[str, str]]:
    stored = version.stored
    kind, pages = by_media_type(stored.content_type), getattr(version, "page_images", 0)
    reused = stored.created_at < version.attached_at and stored.created_at.date() != version.attached_at.date()
    words = ngettext("%(n)s foto, disatukan portal", "%(n)s foto, disatukan portal", photos) % {"n": photos}
    return [
        (_("Diunggah"), f"{version.attached_by.name}, {_moment(version.attached_at)}"),
        (_("Pertama kali diterima"), f"{stored.uploaded_by.name}, {_moment(stored.created_at)}" if reused else ""),
        (_("Dibuat dari"), words if photos else ""),
        (_("Nama berkas"), stored.name),
        (_("Ukuran"), ukuran(stored.size)),
        (_("Jenis menurut isinya"), kind.name.upper() if kind else stored.content_type),
        (_("Halaman"), str(pages) if pages else ""),
        (_("Pemeriksa virus"), engines.in_words(stored.engine)),
        (_("Diperiksa"), _moment(stored.checked_at) if stored.checked_at else ""),
    ]


def _notes(stored: StoredFile) -> list[str]:
    if stored.problem:
        return [problem_sentence(stored.problem, stored.facts)]
    return remark_sentences(stored.remarks, stored.facts)


def _openings(versions: Iterable[DocumentVersion]) -> dict[int, list[Opening]]:
    """By version: each person once, the last time first."""
    keys = [str(version.pk) for version in versions]
    label = DocumentVersion._meta.label_lower
    rows = AuditEntry.objects.filter(subject_type=label, subject_id__in=keys, verb=verbs.OPENED)
    found: dict[int, list[AuditEntry]] = {}
    for row in rows.order_by("-id")[:MOST_OPENINGS]:
        found.setdefault(int(row.subject_id), []).append(row)
    return {key: _each_person_once(entries) for key, entries in found.items()}


def _each_person_once(entries: list[AuditEntry]) -> list[Opening]:
    times = Counter(entry.actor_id for entry in entries)
    last = {entry.actor_id: entry for entry in reversed(entries)}
    newest = sorted(last.values(), key=lambda entry: entry.pk, reverse=True)
    return [Opening(verbs.actor(entry), entry.at, times[entry.actor_id]) for entry in newest]


def _photos(case: Application, key: str) -> dict[int, int]:
    """Of versions that the portal made of photos: how many."""
    about = {"subject_type": Application._meta.label_lower, "subject_id": str(case.pk)}
    rows = AuditEntry.objects.filter(**about, verb="document.compose", data__requirement=key)
    return {int(row.data["version"]): int(row.data["count"]) for row in rows}


def _moment(at: datetime) -> str:
    return f"{tanggal(at)} {pukul(at)}"
