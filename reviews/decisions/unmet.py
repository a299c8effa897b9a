"""What keeps an officer from pressing a button now: each point in words, with the item it belongs to. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.checklists.items import Item


@dataclass(frozen=True)
class Unmet:
    sentence: str
    items: tuple[Item, ...] = ()


def before_passing_on(items: Sequence[Item]) -> list[Unmet]:
    """For "complete", "recommend", "endorse", "approve": every document judged, none open, all checked."""
    found = []
    if unjudged := tuple(i for i in items if i.must_be_judged and not i.judged):
        found.append(
            Unmet(
                ngettext("%(n)d dokumen belum dinilai", "%(n)d dokumen belum dinilai", len(unjudged))
                % {"n": len(unjudged)},
                unjudged,
            )
        )
    if open_points := tuple(i for i in items if i.to_mend):
        found.append(
            Unmet(
                ngettext(
                    "%(n)d hal masih perlu diperbaiki pemohon",
                    "%(n)d hal masih perlu diperbaiki pemohon",
                    len(open_points),
                )
                % {"n": len(open_points)},
                open_points,
            )
        )
    return found


def before_returning(items: Sequence[Item]) -> list[Unmet]:
    if any(i.to_mend for i in items):
        return []
    return [Unmet(_("Belum ada dokumen atau isian yang ditandai perlu diperbaiki"))]
