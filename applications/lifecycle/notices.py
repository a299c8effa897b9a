"""Who is told what when a case moves: one message per person and move, written in the move's transaction."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from applications.catalogue.schema import Kind
from applications.lifecycle.models import Application, StatusChange
from perizinan.accounts.models import User
from perizinan.outbox.actions import post

# verb -> kind of message (templates/messages/<kind>.*). A verb without a row is the office's own affair.
KINDS = {
    "submit": "application_received",
    "complete": "application_complete",
    "return": "application_returned",
    "resubmit": "application_mended",
    "report_visit": "visit_reported",
    "ask_payment": "payment_due",
    "confirm_payment": "payment_recorded",
    "approve": "application_approved",
    "issue": "permit_issued",
    "reject": "application_rejected",
    "withdraw": "application_withdrawn",
    "transfer": "application_transferred",
    "lapse": "application_lapsed",
    "expire": "draft_expired",
}


def people(application: Application) -> list[User]:
    """Who filed it, and the applicant when that is another person with a login."""
    found: dict[int, User] = {application.filed_by.pk: application.filed_by}
    if application.applicant.user is not None:
        found[application.applicant.user.pk] = application.applicant.user
    return list(found.values())


def tell(*, application: Application, verb: str, change: StatusChange, context: dict[str, str], now: datetime) -> None:
    kind = "permit_revoked" if verb == "issue" and application.kind == Kind.REVOCATION else KINDS.get(verb)
    if kind is None or (application.submitted_at is None and verb != "expire"):
        return
    link = settings.SITE_URL + reverse("portal:case", args=[application.number])
    goes_on = application.replaced_by  # once transferred
    words = {
        "number": application.number,
        "link": link,
        "count": str(change.count),
        "unit": change.unit.short_name if change.unit else "",
        "on": timezone.localdate(change.at).isoformat(),
        "due_on": application.due_on.isoformat() if application.due_on else "",
        "correction_due_on": application.correction_due_on.isoformat() if application.correction_due_on else "",
    }
    if goes_on is not None:
        words["new_number"] = goes_on.number
        words["new_link"] = settings.SITE_URL + reverse("portal:case", args=[goes_on.number])
    for person in people(application):
        with translation.override(person.language):
            words["type"] = str(application.spec.name)
            if goes_on is not None:
                words["new_type"] = str(goes_on.spec.name)
            if "reason" in context:
                words["reason"] = str(application.spec.refusal_reason(context["reason"]))
        post(to=person, kind=kind, context=context | words, key=f"{kind}:{change.pk}:{person.pk}", now=now)
