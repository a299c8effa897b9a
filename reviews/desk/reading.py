"""What the middle pane shows of one document: its pages, or why there are none."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.catalogue.schema import Requirement
from applications.documents.models import DocumentVersion
from applications.documents.queries import same_bytes_elsewhere
from applications.lifecycle.models import Application
from applications.portal.looks import Look, look
from perizinan.accounts.models import User
from perizinan.files.imaging import DRAWABLE
from perizinan.files.models import Images, PageImage, StoredFile
from reviews.desk.access import Seat
from reviews.desk.leaves import Asked, Side, Spread, remarks_of_all, spread
from reviews.inspections.models import StageReport

MOST_SAME = 3


@dataclass(frozen=True)
class Elsewhere:
    """Another applicant's case with a file that is the same to the byte."""

    number: str
    href: str  # empty where this officer may not open it


@dataclass(frozen=True)
class Older:
    number: int
    attached_at: datetime.datetime
    href: str
    current: bool


@dataclass(frozen=True)
class Pane:
    label: str
    key: str
    version: DocumentVersion | None
    stored: StoredFile | None
    look: Look
    why: str  # there are no pages to see
    preparing: bool  # they come in a moment
    spread: Spread | None
    remarks: list[str]  # of the file as a whole
    older: list[Older]  # those that can lie beside it
    against: DocumentVersion | None
    same: list[Elsewhere]
    address: str  # of the page that shows all of it, without the choices of `Asked`
    part: str  # of the pane alone


class Reader(NamedTuple):
    user: User
    today: datetime.date


def pane_of(
    seat: Seat, requirement: Requirement, versions: Iterable[DocumentVersion], asked: Asked, reader: Reader
) -> Pane:
    """`versions`: of this document, newest first. Two statements, one more where its bytes are elsewhere."""
    versions = list(versions)
    version = next((found for found in versions if found.current), None)
    stored = version.stored if version else None
    readable = [found for found in versions if not found.current and found.stored.images == Images.READY]
    against = next((found for found in readable if found.number == asked.against), None)
    base = against or next(iter(readable), None)
    if against is None:
        asked = Asked(page=asked.page, turn=asked.turn, zoom=asked.zoom)
    shown = [found for found in (version, base) if found is not None]
    pages = pages_of([found.stored for found in shown]) if version and version.stored.images == Images.READY else {}
    sides = [Side(found.stored, pages.get(found.stored_id, []), sources(seat, found)) for found in shown]
    address, query = reverse("desk:case", args=[seat.number]), query_of(seat, requirement.key)
    opened = None
    if sides and sides[0].pages:
        opened = spread(sides[0], asked, address=address, query=query, base=sides[1] if base else None)
    return Pane(
        label=str(requirement.name),
        key=requirement.key,
        version=version,
        stored=stored,
        look=look(stored),
        why="" if opened else why_not(stored),
        preparing=opened is None and in_preparation(stored),
        spread=opened,
        remarks=remarks_of_all(stored) if stored and stored.is_clean else [],
        older=[_older(found, address, query, opened.asked, against) for found in readable] if opened else [],
        against=against if opened else None,
        same=elsewhere(seat, version, reader) if version else [],
        address=f"{address}?{query}",
        part=reverse("desk:reading", args=[seat.number, version.pk]) if version else "",
    )


def pages_of(files: Iterable[StoredFile]) -> dict[UUID, list[PageImage]]:
    found: dict[UUID, list[PageImage]] = {}
    for page in PageImage.objects.filter(stored__in=[file.pk for file in files]).order_by("stored", "number"):
        found.setdefault(page.stored_id, []).append(page)
    return found


def sources(seat: Seat, version: DocumentVersion) -> Callable[[int], str]:
    first = reverse("desk:page", args=[seat.number, version.pk, 1])
    return lambda number: f"{first.removesuffix('1/')}{number}/"


def query_of(seat: Seat, key: str) -> str:
    return "&".join(filter(None, [f"nilai=document-{key}", seat.back]))


def in_preparation(stored: StoredFile | None) -> bool:
    if stored is None or not stored.is_clean or stored.content_type not in DRAWABLE:
        return False
    return stored.images in (Images.NONE, Images.WAITING, Images.MAKING)


def why_not(stored: StoredFile | None) -> str:
    """Why no page can be seen, in words; what the checks say stands beside it."""
    if stored is None:
        return _("Pemohon tidak mengunggah dokumen ini.")
    if not stored.is_clean:
        return ""
    if stored.content_type not in DRAWABLE:
        return _("Berkas Word dan Excel tidak kami gambar per halaman. Unduh berkasnya untuk membacanya.")
    if in_preparation(stored):
        return _("Halamannya sedang kami siapkan.")
    return _("Halaman berkas ini tidak dapat kami gambar. Unduh berkas aslinya untuk membacanya.")


def elsewhere(seat: Seat, version: DocumentVersion, reader: Reader, *, limit: int = MOST_SAME) -> list[Elsewhere]:
    """Nothing where the reader is the applicant."""
    version.application = seat.application
    if seat.own or not (found := same_bytes_elsewhere(version, limit=limit)):
        return []
    may = Application.objects.for_staff(reader.user, reader.today).filter(pk__in=[case.pk for case in found])
    known = set(may.values_list("pk", flat=True))
    return [
        Elsewhere(case.number, reverse("desk:case", args=[case.number]) if case.pk in known else "") for case in found
    ]


def scan_spread(seat: Seat, report: StageReport, stored: StoredFile, asked: Asked) -> Spread | None:
    """The scan of a report, read the same way."""
    pages = pages_of([stored])[stored.pk] if stored.images == Images.READY else []
    if not pages:
        return None
    first = reverse("desk:scan-page", args=[seat.number, report.pk, 1])
    side = Side(stored, pages, lambda number: f"{first.removesuffix('1/')}{number}/")
    alone = Asked(page=asked.page, turn=asked.turn, zoom=asked.zoom)
    return spread(side, alone, address=reverse("desk:scan-pages", args=[seat.number, report.pk]), query=seat.back)


def _older(version: DocumentVersion, address: str, query: str, asked: Asked, against: DocumentVersion | None) -> Older:
    said = Asked(page=asked.page, turn=asked.turn, zoom=asked.zoom, against=version.number).query
    told = "&".join([query, *(f"{name}={value}" for name, value in said.items())])
    return Older(version.number, version.attached_at, f"{address}?{told}", version == against)
