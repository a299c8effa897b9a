"""Walking the chain. Finds the first place where history was changed after it was linked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from perizinan.audit import chain
from perizinan.audit.heads import Head
from perizinan.audit.models import AuditEntry, AuditLink

CHUNK = 2000


class Problem(StrEnum):
    MISSING_LINK = "a link of the chain is missing"
    MISSING_ENTRY = "the entry is missing"
    CHANGED = "the entry or its link was changed, or entries were exchanged"
    REORDERED = "the link does not continue the one before it"
    OTHER_HEAD = "the chain differs from the head kept outside the database"
    CUT = "the chain is shorter than the head kept outside the database"


@dataclass(frozen=True)
class Break:
    seq: int
    entry_id: int | None
    problem: Problem


@dataclass(frozen=True)
class Verdict:
    checked: int
    unlinked: int
    broken: Break | None

    @property
    def intact(self) -> bool:
        return self.broken is None


def walk(*, heads: Iterable[Head] = ()) -> Verdict:
    """`heads`: what `heads.read` gives. Without them, cutting off the newest rows would go unseen."""
    kept = {head.seq: head.hash for head in heads}
    with transaction.atomic():
        unlinked = AuditEntry.objects.filter(link__isnull=True).count()
        seq, prev_hash = 0, chain.GENESIS
        for link in _links():
            problem = _problem(link, seq + 1, prev_hash, kept)
            if problem is not None:
                return Verdict(seq, unlinked, Break(seq + 1, link.entry_id, problem))
            seq, prev_hash = link.seq, link.hash
    if kept and max(kept) > seq:
        return Verdict(seq, unlinked, Break(seq + 1, None, Problem.CUT))
    return Verdict(seq, unlinked, None)


def _links() -> Iterator[AuditLink]:
    """In chunks by seq. The entry is fetched apart: a join would hide a link whose entry is gone."""
    last = 0
    while links := list(AuditLink.objects.filter(seq__gt=last).order_by("seq")[:CHUNK]):
        entries = AuditEntry.objects.in_bulk([link.entry_id for link in links])
        for link in links:
            entry = entries.get(link.entry_id)
            if entry is not None:
                link.entry = entry
            yield link
        last = links[-1].seq


def _problem(link: AuditLink, seq: int, prev_hash: str, kept: dict[int, str]) -> Problem | None:
    if link.seq != seq:
        return Problem.MISSING_LINK
    if not AuditLink.entry.is_cached(link):
        return Problem.MISSING_ENTRY
    if link.prev_hash != prev_hash:
        return Problem.REORDERED
    if link.hash != chain.hash_of(link.entry, prev_hash):
        return Problem.CHANGED
    if kept.get(seq, link.hash) != link.hash:
        return Problem.OTHER_HEAD
    return None
