"""The head's signature, and the sealed file it makes.

Order: claim (short transaction) -> sign, with no transaction open -> put the signed bytes beside the claim ->
one transaction makes them the permit. A crash after the bytes are stored is finished by the sweeper; a crash
before it leaves a claim that runs out, and the head signs again. The passphrase lives only in this call.
"""

import uuid
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from applications.lifecycle import moves
from applications.lifecycle.states import Status
from applications.permits import predecessors
from applications.permits.models import Permit, SigningAttempt
from perizinan.accounts.models import User
from perizinan.accounts.queries import grant_for
from perizinan.accounts.roles import Role
from perizinan.audit.actions import record
from perizinan.files import storages
from perizinan.files.kept import Written, keep, read, written
from perizinan.signing import SigningRefused, signer, verify

LEASE = timedelta(seconds=60)
# Guessing a passphrase: after so many wrong ones within the pause nobody signs as this person until it is over.
# A signature under way counts as a guess too, else somebody could try one passphrase per waiting permit at once.
WRONG_AT_MOST, PAUSE = 5, timedelta(minutes=10)


class BrokenBytes(Exception):
    """What a dying process left beside its claim is no signed letter."""


class _Settled(Exception):
    """Somebody else has decided over this attempt: these bytes are not needed."""

    def __init__(self, permit: Permit) -> None:
        super().__init__(permit.pk)
        self.permit = permit


class NotSignable(Exception):
    """The permit is not ready, is signed already, is being signed, or names another signatory."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def sign(*, permit_id: int, by: User, passphrase: str, now: datetime) -> Permit:
    """Raises NotSignable, perizinan.signing.SigningRefused. Signing a sealed permit again changes nothing."""
    attempt = _claim(permit_id, by, now)
    if attempt is None:
        return Permit.objects.get(pk=permit_id)
    permit = attempt.permit
    assert permit.letter is not None, "a rendered permit has its letter"
    try:
        signed = signer().sign(
            read(permit.letter), signer_id=f"user-{by.pk}", passphrase=passphrase, reason=f"Penerbitan {permit.number}"
        )
    except SigningRefused as refused:
        _fail(attempt, refused.code, now)
        raise
    storages.portal().save(attempt.key, ContentFile(signed))
    sealed = seal(attempt_id=attempt.pk, now=now)
    if sealed.state != Permit.State.SEALED:
        raise NotSignable("being_signed")  # the signer took longer than the claim held, and the claim was given back
    return sealed


def _claim(permit_id: int, by: User, now: datetime) -> SigningAttempt | None:
    left = _left_without_bytes(permit_id, now)
    with transaction.atomic(durable=True):
        permit = (
            Permit.objects.select_for_update(of=("self",)).select_related("application", "letter").get(pk=permit_id)
        )
        if permit.state == Permit.State.SEALED:
            return None
        if permit.state != Permit.State.RENDERED or permit.application.status != Status.AWAITING_SIGNATURE:
            raise NotSignable("not_ready")
        if permit.signatory_id != by.pk:
            raise NotSignable("other_signatory")
        if grant_for(by, Role.HEAD, None, timezone.localdate(now)) is None:
            raise NotSignable("no_longer_head")
        if _guessing(by, now):
            raise NotSignable("too_many_wrong")
        running = permit.attempts.filter(state=SigningAttempt.State.CLAIMED).first()
        if running is not None:
            if running.lease_until > now:
                raise NotSignable("being_signed")
            if running.pk != left:
                raise NotSignable("being_signed")  # signed already: the sweeper will finish it
            _end(running, SigningAttempt.State.FAILED, "lease_expired", now)
        attempt = SigningAttempt.objects.create(
            permit=permit, token=uuid.uuid4(), by=by, started_at=now, lease_until=now + LEASE
        )
    attempt.permit = permit
    return attempt


def _left_without_bytes(permit_id: int, now: datetime) -> int | None:
    """A claim that ran out before anything was signed; the storage is asked before any row is locked."""
    claims = SigningAttempt.objects.filter(permit_id=permit_id, state=SigningAttempt.State.CLAIMED)
    stale = claims.filter(lease_until__lte=now).first()
    return None if stale is None or storages.portal().exists(stale.key) else stale.pk


def _guessing(by: User, now: datetime) -> bool:
    User.objects.select_for_update(no_key=True).only("pk").get(
        pk=by.pk
    )  # one after another: each sees the claims before it
    recent = SigningAttempt.objects.filter(by=by, started_at__gt=now - PAUSE)
    wrong = Q(problem="wrong_passphrase") | Q(state=SigningAttempt.State.CLAIMED, lease_until__gt=now)
    return recent.filter(wrong).count() >= WRONG_AT_MOST


def seal(*, attempt_id: int, now: datetime) -> Permit:
    """Make the signed bytes of an attempt the permit. Safe to run twice. Raises BrokenBytes."""
    attempt = SigningAttempt.objects.select_related("permit").get(pk=attempt_id)
    with storages.portal().open(attempt.key) as file:
        signed = file.read()
    proof = verify(signed)
    if not (proof.valid and proof.intact):
        raise BrokenBytes(attempt.pk)
    try:
        with written(signed, now=now) as made, transaction.atomic(durable=True):
            return _make_it_the_permit(attempt, made, now)
    except _Settled as settled:
        return settled.permit


def _make_it_the_permit(claimed: SigningAttempt, made: Written, now: datetime) -> Permit:
    application = moves.lock(claimed.permit.application_id)
    permit = Permit.objects.select_for_update().get(pk=claimed.permit_id)
    attempt = SigningAttempt.objects.select_for_update(of=("self",)).select_related("by").get(pk=claimed.pk)
    if permit.state == Permit.State.SEALED or attempt.state != SigningAttempt.State.CLAIMED:
        raise _Settled(permit)
    name = f"{application.spec.slug}-{application.number}.pdf"
    permit.sealed = keep(made, name=name, content_type="application/pdf", by=attempt.by, now=now)
    permit.sha256 = made.sha256
    permit.sealed_at, permit.state = now, Permit.State.SEALED
    permit.save(update_fields=["sealed", "sha256", "sealed_at", "state"])
    _end(attempt, SigningAttempt.State.DONE, "", now)
    record(verb="permit.seal", by=attempt.by, subject=permit, now=now, data={"sha256": permit.sha256[:15]})
    predecessors.end(permit, kind=application.kind, by=attempt.by, now=now)
    moves.move(application=application, verb="issue", by=attempt.by, now=now, context={"permit_number": permit.number})
    return permit


def finish_stale(*, now: datetime) -> int:
    """Sweeper: claims that ran out. Signed bytes become the permit; without bytes the claim is given back."""
    done = 0
    stale = SigningAttempt.objects.filter(state=SigningAttempt.State.CLAIMED, lease_until__lt=now)
    for attempt in stale.select_related("permit"):
        if not storages.portal().exists(attempt.key):
            _fail(attempt, "lease_expired", now)
            continue
        try:
            seal(attempt_id=attempt.pk, now=now)
            done += 1
        except BrokenBytes:
            _fail(attempt, "broken_bytes", now)
    return done


def _fail(attempt: SigningAttempt, problem: str, now: datetime) -> None:
    """Give the claim back, unless somebody finished it meanwhile."""
    with transaction.atomic(durable=True):
        held = SigningAttempt.objects.select_for_update().get(pk=attempt.pk)
        if held.state != SigningAttempt.State.CLAIMED:
            return
        _end(held, SigningAttempt.State.FAILED, problem, now)
        record(verb="permit.sign_failed", by=attempt.by, subject=attempt.permit, now=now, data={"problem": problem})


def _end(attempt: SigningAttempt, state: SigningAttempt.State, problem: str, now: datetime) -> None:
    attempt.state, attempt.problem, attempt.ended_at = state, problem, now
    attempt.save(update_fields=["state", "problem", "ended_at"])
