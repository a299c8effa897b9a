"""The hash chain over committed entries.

Entries commit in any order, so the chain has its own order: seq. Only committed rows are visible to the linker, and a
row that commits late gets the next seq although its id is lower than those before it.
"""

import hashlib
import json
from datetime import UTC

from django.db import connection, transaction

from perizinan.audit.models import AuditEntry, AuditLink

GENESIS = "0" * 64
BATCH = 500
# Ids behind the newest linked one that every run looks through again. `link(everything=True)`, run daily, looks at all.
WINDOW = 10_000
_LOCK = 0x61756469  # "audi"


def link(*, everything: bool = False) -> int:
    """Append what is not linked yet. Of two linkers at once, one works and the other leaves."""
    linked = 0
    while batch := _link_batch(everything=everything):
        linked += batch
    return linked


def hash_of(entry: AuditEntry, prev_hash: str) -> str:
    fields = [
        prev_hash,
        entry.id,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.verb,
        entry.subject_type,
        entry.subject_id,
        entry.label,
        entry.actor_id,
        entry.actor_name,
        entry.role,
        entry.behalf,
        entry.data,
        entry.once_key,
    ]
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def head() -> AuditLink | None:
    return AuditLink.objects.order_by("-seq").first()


def _link_batch(*, everything: bool) -> int:
    with transaction.atomic():
        if not _alone():
            return 0
        newest = head()
        last_seq, prev_hash = (newest.seq, newest.hash) if newest else (0, GENESIS)
        links = []
        for seq, entry in enumerate(_unlinked(everything=everything), start=last_seq + 1):
            entry_hash = hash_of(entry, prev_hash)
            links.append(AuditLink(seq=seq, entry=entry, prev_hash=prev_hash, hash=entry_hash))
            prev_hash = entry_hash
        AuditLink.objects.bulk_create(links)
        return len(links)


def _alone() -> bool:
    """Held to the end of the transaction, so the next holder sees every link written before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _unlinked(*, everything: bool) -> list[AuditEntry]:
    entries = AuditEntry.objects.filter(link__isnull=True)
    if not everything:
        last = AuditLink.objects.order_by("-entry_id").values_list("entry_id", flat=True).first() or 0
        entries = entries.filter(pk__gt=last - WINDOW)
    return list(entries.order_by("pk")[:BATCH])
