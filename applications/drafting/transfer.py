"""The wrong type was chosen: a draft of the right one, with what fits of answers and documents."""

from datetime import datetime

from applications.answers import actions as answers
from applications.catalogue.models import Version
from applications.catalogue.schema import Kind, PermitTypeSpec
from applications.documents.actions import attach_again
from applications.drafting.former import answers_for
from applications.drafting.leftover import from_transfer
from applications.drafting.starting import new_draft
from applications.drafting.verbs import TRANSFERRED_FROM
from applications.lifecycle.models import Application
from perizinan.accounts.models import User
from perizinan.audit.actions import record


def open_transferred(*, source: Application, version: Version, by: User, now: datetime) -> Application:
    """Inner verb: the caller holds the lock of `source` and closes it. The applicant finds what is missing."""
    target = version.parsed
    kind = _kind(target, source.kind)
    application = new_draft(
        version=version,
        applicant=source.applicant,
        filed_by=source.filed_by,
        capacity=source.capacity,
        village=source.village,
        kind=kind,
        former_number=source.former_number if Kind(kind).of_a_permit else "",
        now=now,
    )
    first = answers.open_first(application=application, prefill_from=source.applicant, now=now)
    carried = answers_for(target, source)
    first.data, first.carried = {**first.data, **carried.data}, from_transfer(carried)
    first.save(update_fields=["data", "carried"])
    attached = attach_again(source=source, target=application, now=now)
    record(
        verb=TRANSFERRED_FROM,
        by=by,
        subject=application,
        now=now,
        data={
            "type": target.slug,
            "source": source.number,
            "documents": [document.requirement_key for document in attached],
        },
    )
    return application


def _kind(target: PermitTypeSpec, kind: str) -> str:
    """The same where the target offers it; else a new permit, or the first thing it offers."""
    offered = [offer.kind.value for offer in target.kinds]
    return next(wanted for wanted in (kind, Kind.NEW.value, offered[0]) if wanted in offered)
