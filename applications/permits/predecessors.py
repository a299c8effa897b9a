"""The permit a renewal, amendment, duplicate or revocation is about, and how it ends.

It is looked for when the new permit is issued and ends when the new one is signed, in the same transaction. A permit
that has ended by then is nobody's predecessor any more: the new one is issued all the same, with nothing to end.
"""

import re
from datetime import datetime

from django.db.models import F, Value
from django.db.models.functions import Replace, Upper

from applications.catalogue.schema import Kind
from applications.lifecycle.models import Application
from applications.permits.models import Permit
from perizinan.accounts.models import User
from perizinan.audit.actions import record

_WORD = re.compile(r"^\s*(nomor|no)\b[.:\s]*", re.IGNORECASE)


def bare(number: str) -> str:
    """Without the word people type before it."""
    return _WORD.sub("", number).strip()


def plain(number: str) -> str:
    """ "Nomor 500.16 / 12" is 500.16/12."""
    return "".join(bare(number).split()).upper()


def find(application: Application) -> Permit | None:
    """A permit of the same applicant and type that was signed and has not ended. A revocation is no permit."""
    number = plain(application.former_number)
    if application.kind == Kind.NEW or not number:
        return None
    return (
        Permit.objects.annotate(plain=Upper(Replace(F("number"), Value(" "))))
        .filter(
            plain=number,
            state=Permit.State.SEALED,
            ended_how="",
            application__applicant=application.applicant_id,
            application__version__permit_type=application.version.permit_type_id,
        )
        .exclude(application__kind=Kind.REVOCATION)
        .first()
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
