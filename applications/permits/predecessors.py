"""The permit a renewal, amendment, duplicate or revocation is about, and how it ends.

It is looked for when the new permit is issued and ends when the new one is signed, in the same transaction. A number
of ours that is not such a permit keeps the head from approving (`obstacle`): no signed letter speaks about the permit
of somebody else, and no permit is renewed or revoked twice. A paper from before this portal is nobody's predecessor.
"""

import re
import unicodedata
from datetime import datetime
from enum import StrEnum

from django.db.models import F, Value
from django.db.models.functions import Replace, Upper

from applications.catalogue.models import PermitType
from applications.catalogue.schema import Kind
from applications.lifecycle.models import Application
from applications.permits.models import Permit
from perizinan.accounts.models import User
from perizinan.audit.actions import record

_WORD = re.compile(r"^(?:\s*(?:nomor|no)\b[.:\s]*)+", re.IGNORECASE)


class Obstacle(StrEnum):
    """Why nobody may approve anything about this number of ours."""

    NOT_THEIRS = "not_theirs"  # another holder, another type, not signed yet, or no permit but a revocation
    ENDED = "ended"
    SPOKEN_FOR = "spoken_for"  # another case about it was approved before


def bare(number: str) -> str:
    """Without the word people type before it."""
    return _WORD.sub("", number).strip()


def plain(number: str) -> str:
    """ "Nomor 500.16 / 12" is 500.16/12, also in wide letters and with signs nobody sees."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", number) if unicodedata.category(c) != "Cf")
    return "".join(bare(seen).split()).upper()


def numbered(number: str, *, lock: bool = False) -> Permit | None:
    """The permit of ours with this number, whoever holds it and whatever became of it."""
    wanted = plain(number)
    if not wanted or "\0" in wanted:
        return None
    permits = Permit.objects.select_for_update(of=("self",)) if lock else Permit.objects.all()
    found = permits.select_related("application").annotate(plain=Upper(Replace(F("number"), Value(" "))))
    return found.filter(plain=wanted).first()


def types_before(slug: str) -> list[str]:
    """The type itself and those that were closed in favour of it."""
    closed = PermitType.objects.filter(closed=True, current__spec__closed__successor=slug)
    return [slug, *closed.values_list("slug", flat=True)]


def find(application: Application) -> Permit | None:
    """A permit of the same applicant and type that was signed and has not ended. A revocation is no permit."""
    found = _named(application)
    return found if found is not None and not found.ended_how and _theirs(found, application) else None


def obstacle(application: Application, *, lock: bool = False) -> Obstacle | None:
    """None where the case may be approved. `lock`: of two approvals about one permit the second waits for the first."""
    found = _named(application, lock=lock)
    if found is None:
        return None
    if not _theirs(found, application):
        return Obstacle.NOT_THEIRS
    if found.ended_how:
        return Obstacle.ENDED
    others = Permit.objects.filter(predecessor=found).exclude(application=application)
    return Obstacle.SPOKEN_FOR if others.exists() else None


def _named(application: Application, *, lock: bool = False) -> Permit | None:
    return None if application.kind == Kind.NEW else numbered(application.former_number, lock=lock)


def _theirs(permit: Permit, application: Application) -> bool:
    about = permit.application
    return (
        permit.state == Permit.State.SEALED
        and about.applicant_id == application.applicant_id
        and about.kind != Kind.REVOCATION
        and about.spec.slug in types_before(application.spec.slug)
    )


def end(permit: Permit, *, kind: str, by: User, now: datetime) -> None:
    """Inner action of sealing `permit`. The first that is signed ends the old permit, a second changes nothing."""
    if permit.predecessor_id is None:
        return
    how = Permit.Ended.REVOKED if kind == Kind.REVOCATION else Permit.Ended.REPLACED
    open_still = Permit.objects.filter(pk=permit.predecessor_id, state=Permit.State.SEALED, ended_how="")
    if not open_still.update(ended_how=how, ended_at=now):
        return
    old = Permit.objects.get(pk=permit.predecessor_id)
    record(verb=f"permit.{how}", by=by, subject=old, now=now, data={"number": permit.number})
