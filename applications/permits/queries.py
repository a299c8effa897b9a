import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet

from applications.catalogue.schema import Kind
from applications.lifecycle.casenumber import read_code
from applications.lifecycle.models import Application
from applications.permits.models import Permit, SigningAttempt
from perizinan.accounts.models import User
from perizinan.audit.actions import opened
from perizinan.files.models import StoredFile


def letters_to_render(now: datetime.datetime) -> list[int]:
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    return list(
        Permit.objects.filter(free, state=Permit.State.APPROVED)
        .order_by("approved_at")
        .values_list("pk", flat=True)[:50]
    )


def to_sign(user: User) -> list[Permit]:
    """The signing list of one signatory, oldest first."""
    return list(
        Permit.objects.filter(signatory=user)
        .exclude(state=Permit.State.SEALED)
        .select_related("application__village__parent")
        .order_by("approved_at", "pk")
    )


def last_results(user: User, limit: int = 10) -> list[SigningAttempt]:
    return list(SigningAttempt.objects.filter(by=user).select_related("permit").order_by("-pk")[:limit])


class Verdict(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    REPLACED = "replaced"
    REVOKED = "revoked"
    REVOCATION = "revocation"  # the letter is the decision that revoked a permit, and no permit itself


def verdict(permit: Permit, today: datetime.date) -> Verdict:
    """Of a signed letter. What ended a permit says more than its date."""
    if permit.application.kind == Kind.REVOCATION:
        return Verdict.REVOCATION
    if permit.ended_how:
        return Verdict(permit.ended_how)
    if permit.valid_until is not None and permit.valid_until < today:
        return Verdict.EXPIRED
    return Verdict.VALID


@dataclass(frozen=True)
class Proof:
    permit: Permit
    verdict: Verdict
    holder: str
    by_number: str = ""  # of the letter that replaced or revoked it
    about_number: str = ""  # of the permit this letter revoked


def by_token(token: str, today: datetime.date) -> Proof | None:
    if "\0" in token:  # PostgreSQL keeps no such sign, so it is nobody's token
        return None
    return _proof(_signed().filter(token=token).first(), today)


def by_number(number: str, code: str, today: datetime.date) -> Proof | None:
    """Number and code together, so that nobody can leaf through the permits."""
    number = "".join(number.split()).upper()
    return _proof(_signed().filter(number__iexact=number, code=read_code(code)).first(), today)


def _signed() -> QuerySet[Permit]:
    return Permit.objects.filter(state=Permit.State.SEALED).select_related("application", "predecessor")


def _proof(permit: Permit | None, today: datetime.date) -> Proof | None:
    if permit is None:
        return None
    holder = permit.holder_name if permit.holder_is_business else masked(permit.holder_name)
    said = verdict(permit, today)
    by_number = _successor(permit) if permit.ended_how else ""
    # only a number of ours: what an applicant typed stands on no public page
    about = permit.predecessor.number if permit.predecessor and said == Verdict.REVOCATION else ""
    return Proof(permit, said, holder, by_number, about)


def _successor(permit: Permit) -> str:
    """The first that was signed ended it; a later one found it ended already."""
    after = Permit.objects.filter(predecessor=permit, state=Permit.State.SEALED).order_by("sealed_at", "pk")
    return after.values_list("number", flat=True).first() or ""


def masked(name: str) -> str:
    """ "Bagas Wicaksono" -> "B*** W***": enough to compare with the paper, no more."""
    initials = (next((letter for letter in word if letter.isalpha()), "") for word in name.split())
    return " ".join(f"{initial}***" for initial in initials if initial)


def sealed_file(application: Application, *, by: User, now: datetime.datetime) -> StoredFile | None:
    """The signed letter for a download; the download is recorded once an hour."""
    permit = Permit.objects.filter(application=application, state=Permit.State.SEALED).select_related("sealed").first()
    if permit is None:
        return None
    opened(by=by, subject=permit, now=now)
    return permit.sealed


def by_hash(sha256: str, today: datetime.date) -> Proof | None:
    """Only who holds the very file can name its hash."""
    return _proof(_signed().filter(sha256=sha256).first(), today)
