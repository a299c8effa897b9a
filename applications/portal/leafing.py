"""An applicant's document, page by page: what of it can be shown and what was noted where. One query."""

from dataclasses import dataclass

from django.urls import reverse

from applications.catalogue.schema import Requirement
from applications.documents.models import DocumentVersion
from applications.lifecycle.models import Application
from perizinan.files.imaging import DRAWABLE
from perizinan.files.models import Images, PageImage, StoredFile
from perizinan.files.problems import remarks_on_file, remarks_on_page


@dataclass(frozen=True)
class Leaf:
    image: PageImage
    src: str
    remarks: list[str]


@dataclass(frozen=True)
class Leaves:
    requirement: Requirement
    version: DocumentVersion
    pages: list[Leaf]
    remarks: list[str]
    drawable: bool  # an office file has no pages to show
    others: list[DocumentVersion]
    here: str
    back: str

    @property
    def stored(self) -> StoredFile:
        return self.version.stored

    @property
    def coming(self) -> bool:
        return self.stored.images in (Images.WAITING, Images.MAKING)


def leaves(
    case: Application, requirement: Requirement, found: list[DocumentVersion], number: int, back: str
) -> Leaves | None:
    """`found`: all versions of the slot. None where that version has nothing to read (yet)."""
    readable = [version for version in found if version.stored.is_clean]
    version = next((each for each in readable if each.number == number), None)
    if version is None:
        return None
    stored, address = version.stored, [case.number, requirement.key, number]
    images = stored.pages.order_by("number") if stored.images == Images.READY else []
    return Leaves(
        requirement=requirement,
        version=version,
        pages=[
            Leaf(
                image,
                reverse("portal:page", args=[*address, image.number]),
                remarks_on_page(stored.remarks, stored.facts, image.number),
            )
            for image in images
        ],
        remarks=remarks_on_file(stored.remarks, stored.facts),
        drawable=stored.content_type in DRAWABLE,
        others=[other for other in readable if other is not version],
        here=reverse("portal:pages", args=address),
        back=back,
    )
