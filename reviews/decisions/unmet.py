"""What keeps an officer from pressing a button now: each point in words, with the item it belongs to. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications.answers import completeness
from applications.catalogue.schema import PermitTypeSpec, Section
from applications.lifecycle.models import WorkItem
from applications.permits.predecessors import Obstacle, bare
from reviews.checklists.items import Item

_OBSTACLES = {
    Obstacle.NOT_THEIRS: gettext_lazy(
        "Izin nomor %(number)s ada di sistem ini, tetapi bukan izin pemohon ini untuk jenis ini"
    ),
    Obstacle.ENDED: gettext_lazy("Izin nomor %(number)s sudah diganti atau dicabut"),
    Obstacle.SPOKEN_FOR: gettext_lazy("Permohonan lain tentang izin nomor %(number)s sudah disetujui"),
}


@dataclass(frozen=True)
class Unmet:
    sentence: str
    items: tuple[Item, ...] = ()
    sections: tuple[Section, ...] = ()  # of the officers, to be filled in first


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


def before_leaving(spec: PermitTypeSpec, stage_key: str, given: Mapping[str, Any]) -> list[Unmet]:
    """What the officers of this stage fill in is complete and readable, whatever they advise."""
    return [
        Unmet(_("Isian petugas “%(title)s” belum lengkap") % {"title": state.title}, sections=(state.section,))
        for state in completeness.check_stage(spec, given, stage_key)
        if state.problems
    ]


def before_approving(beside: Iterable[WorkItem], obstacle: Obstacle | None, number: str) -> list[Unmet]:
    """Nobody approves while another unit still works, nor about a `number` of ours that is not this case's to name."""
    words = ((item.unit.short_name, item.stage.name) for item in beside)
    found = [Unmet(_("%(unit)s belum selesai: %(stage)s") % {"unit": unit, "stage": stage}) for unit, stage in words]
    if obstacle is not None:
        found.append(Unmet(str(_OBSTACLES[obstacle]) % {"number": bare(number)}))
    return found
