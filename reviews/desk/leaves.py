"""The pages of a document as they lie on the desk: one beside that of an older version, enlarged, turned. No query."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perizinan.files.models import PageImage, StoredFile
from perizinan.files.page_words import PAGE_REMARKS
from perizinan.files.problems import remark_sentences

FULL_TURN, QUARTER = 360, 90
THUMB_SIDE = 240
MOST_ZOOM = 2  # fitting, 150 %, 200 %


@dataclass(frozen=True)
class Asked:
    """How somebody wants to read, by the address of the page."""

    page: int = 1
    turn: int = 0  # degrees clockwise, of the page that is open
    old_turn: int = 0  # of the older one beside it
    zoom: int = 0
    against: int = 0  # the number of the older version

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        return cls(
            page=max(1, _number(query, "halaman")),
            turn=_turned(_number(query, "putar")),
            old_turn=_turned(_number(query, "putar-lama")),
            zoom=min(_number(query, "besar"), MOST_ZOOM),
            against=_number(query, "banding"),
        )

    @property
    def query(self) -> dict[str, int]:
        said = {"halaman": self.page, "putar": self.turn, "putar-lama": self.old_turn, "besar": self.zoom}
        said["banding"] = self.against
        return {name: value for name, value in said.items() if value and (name, value) != ("halaman", 1)}


@dataclass(frozen=True)
class Sheet:
    """One page image. Drawn as SVG, whose attributes turn it without a style of its own."""

    src: str
    width: int
    height: int
    turn: int

    @property
    def box(self) -> str:
        lying = self.turn % 180
        return f"0 0 {self.height} {self.width}" if lying else f"0 0 {self.width} {self.height}"

    @property
    def transform(self) -> str:
        moved = {0: (0, 0), 90: (self.height, 0), 180: (self.width, self.height), 270: (0, self.width)}[self.turn]
        return f"translate({moved[0]} {moved[1]}) rotate({self.turn})" if self.turn else ""

    @property
    def packed(self) -> str:
        """For viewer.js."""
        return f"{self.src} {self.width} {self.height}"


@dataclass(frozen=True)
class Leaf:
    number: int
    href: str
    new: Sheet | None  # nothing where only the older version has such a page
    old: Sheet | None
    differs: bool
    remarks: list[str]

    @property
    def thumb(self) -> str:
        sheet = self.new or self.old
        return f"{sheet.src}?kecil=1" if sheet else ""

    @property
    def thumb_size(self) -> tuple[int, int]:
        """So that the strip does not jump while its images come."""
        sheet = self.new or self.old
        assert sheet, "a leaf is a page of one version or the other"
        longest = max(sheet.width, sheet.height)
        return sheet.width * THUMB_SIDE // longest, sheet.height * THUMB_SIDE // longest


@dataclass(frozen=True)
class Side:
    """One version with its images."""

    stored: StoredFile
    pages: Sequence[PageImage]
    src: Callable[[int], str]

    def page(self, number: int) -> PageImage | None:
        return self.pages[number - 1] if number <= len(self.pages) else None

    def sheet(self, number: int, turn: int) -> Sheet | None:
        page = self.page(number)
        return Sheet(self.src(number), page.width, page.height, turn) if page else None


@dataclass(frozen=True)
class Spread:
    """What lies open, and the links that change it."""

    leaves: list[Leaf]
    at: Leaf
    asked: Asked
    differences: list[str]  # in words, against the older version
    before: str  # addresses
    after: str
    larger: str
    smaller: str
    turned: str
    old_turned: str
    alone: str


def spread(new: Side, asked: Asked, *, address: str, query: str, base: Side | None = None) -> Spread:
    """`base`: an older version that changed pages are marked against; it lies beside when `asked.against` says so."""
    last = max(len(new.pages), len(base.pages) if base and asked.against else 0)
    asked = replace(asked, page=min(asked.page, last))

    def link(**changes: int) -> str:
        said = urlencode(replace(asked, **changes).query)
        whole = "&".join(filter(None, [query, said]))
        return f"{address}?{whole}" if whole else address

    upright = {"turn": 0, "old_turn": 0}
    leaves = [_leaf(n, new, base, asked, link(page=n, **upright)) for n in range(1, last + 1)]
    return Spread(
        leaves=leaves,
        at=leaves[asked.page - 1],
        asked=asked,
        differences=differences(new.pages, base.pages) if base else [],
        before=link(page=asked.page - 1, **upright) if asked.page > 1 else "",
        after=link(page=asked.page + 1, **upright) if asked.page < last else "",
        larger=link(zoom=asked.zoom + 1) if asked.zoom < MOST_ZOOM else "",
        smaller=link(zoom=asked.zoom - 1) if asked.zoom else "",
        turned=link(turn=_turned(asked.turn + QUARTER)),
        old_turned=link(old_turn=_turned(asked.old_turn + QUARTER)),
        alone=link(against=0, old_turn=0),
    )


def differences(new: Sequence[PageImage], old: Sequence[PageImage]) -> list[str]:
    """Page by page, by what is drawn on them."""
    both = min(len(new), len(old))
    changed = [n for n in range(1, both + 1) if new[n - 1].sha256 != old[n - 1].sha256]
    said = []
    if changed:
        words = ngettext("%(n)s halaman berubah: %(pages)s.", "%(n)s halaman berubah: %(pages)s.", len(changed))
        said.append(words % _pages(changed))
    if added := list(range(both + 1, len(new) + 1)):
        words = ngettext("%(n)s halaman ditambahkan: %(pages)s.", "%(n)s halaman ditambahkan: %(pages)s.", len(added))
        said.append(words % _pages(added))
    if gone := list(range(both + 1, len(old) + 1)):
        words = ngettext("%(n)s halaman dihapus: %(pages)s.", "%(n)s halaman dihapus: %(pages)s.", len(gone))
        said.append(words % _pages(gone))
    return said or [_("Semua halaman sama.")]


def remarks_of(stored: StoredFile, page: int) -> list[str]:
    """What the checks noted about this page."""
    found = [code for code in stored.remarks if page in _listed(stored, code)]
    return [said for code in found for said in remark_sentences([code], stored.facts | {code: [page]})]


def remarks_of_all(stored: StoredFile) -> list[str]:
    """What they noted about the file and not about one of its pages."""
    return remark_sentences([code for code in stored.remarks if not _listed(stored, code)], stored.facts)


def _leaf(number: int, new: Side, base: Side | None, asked: Asked, href: str) -> Leaf:
    open_now = number == asked.page
    here, before = new.page(number), base.page(number) if base else None
    remarks = remarks_of(new.stored, number) if here else []
    return Leaf(
        number=number,
        href=href,
        new=new.sheet(number, asked.turn if open_now else 0),
        old=base.sheet(number, asked.old_turn if open_now else 0) if base and asked.against else None,
        differs=base is not None and _drawn(here) != _drawn(before),
        remarks=remarks,
    )


def _drawn(page: PageImage | None) -> str:
    return page.sha256 if page else ""


def _listed(stored: StoredFile, code: str) -> list[int]:
    return list(stored.facts.get(code, [])) if code in PAGE_REMARKS else []


def _pages(numbers: list[int]) -> dict[str, object]:
    return {"n": len(numbers), "pages": ", ".join(map(str, numbers))}


def _turned(degrees: int) -> int:
    return degrees % FULL_TURN if degrees % QUARTER == 0 else 0


def _number(query: Mapping[str, str], name: str) -> int:
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0  # nobody has more pages
