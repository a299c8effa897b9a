import hashlib
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction

from applications.lifecycle.states import Status
from applications.permits import sealing
from applications.permits.models import NumberEntry, Permit, SigningAttempt
from applications.permits.sealing import NotSignable
from perizinan.files.kept import read
from perizinan.outbox.models import Message
from perizinan.signing import SigningRefused, WrongPassphrase, verify
from tests import make
from tests.at_once import together
from tests.everything import stored_texts
from tests.make import NOW, PASSPHRASE

STALE = NOW + sealing.LEASE + timedelta(seconds=1)


def sign(permit, by, passphrase=PASSPHRASE, now=NOW):
    return sealing.sign(permit_id=permit.pk, by=by, passphrase=passphrase, now=now)


def attempts(permit):
    return list(permit.attempts.order_by("pk").values_list("state", "problem"))


class Killed(BaseException):
    pass


def test_signature_makes_the_permit(cast):
    permit = sign(make.rendered(cast), cast.dewi)
    data = read(permit.sealed)
    assert (permit.state, permit.sha256) == (Permit.State.SEALED, hashlib.sha256(data).hexdigest())
    assert verify(data).valid
    assert verify(data).signer_name == "Dewi (contoh)"
    assert make.fresh(permit.application).status == Status.ISSUED
    assert Message.objects.get(kind="permit_issued").context["permit_number"] == permit.number


def test_wrong_passphrase_leaves_nothing_and_can_be_repeated(cast):
    permit = make.rendered(cast)
    for _ in range(2):
        with pytest.raises(WrongPassphrase):
            sign(permit, cast.dewi, "bukan-itu-sandinya")
    permit.refresh_from_db()
    assert (permit.state, permit.sealed, permit.sha256) == (Permit.State.RENDERED, None, "")
    assert not storages["default"].exists("signed")
    assert sign(permit, cast.dewi).state == Permit.State.SEALED
    assert attempts(permit) == [("failed", "wrong_passphrase")] * 2 + [("done", "")]


def test_signing_again_changes_nothing(cast):
    first = sign(make.rendered(cast), cast.dewi)
    again = sign(first, cast.dewi, "apa saja", STALE)
    assert (again.sha256, again.sealed_at) == (first.sha256, first.sealed_at)
    assert len(attempts(first)) == 1


def test_only_the_named_signatory_signs(cast):
    permit = make.rendered(cast)
    for other in (cast.budi, cast.gita, cast.ayu):
        with pytest.raises(NotSignable, match="other_signatory"):
            sign(permit, other)
    assert attempts(permit) == []


def test_no_letter_no_signature(cast):
    permit = make.permit_of(make.application(cast, status=Status.AWAITING_SIGNATURE))
    with pytest.raises(NotSignable, match="not_ready"):
        sign(permit, cast.dewi)


def test_nothing_but_a_valid_signature_becomes_a_permit(cast, monkeypatch):
    permit = make.rendered(cast)
    monkeypatch.setattr("perizinan.signing.authority.pades.sign", Mock(side_effect=lambda pdf, **_: pdf + b"%"))
    with pytest.raises(SigningRefused):
        sign(permit, cast.dewi)
    assert attempts(permit) == [("failed", "invalid_result")]
    with pytest.raises(IntegrityError, match="no_permit_without_a_signature"), transaction.atomic():
        Permit.objects.filter(pk=permit.pk).update(state=Permit.State.SEALED)


def killed_in(name, permit, by, monkeypatch):
    with monkeypatch.context() as dying:
        dying.setattr(sealing, name, Mock(side_effect=Killed))
        with pytest.raises(Killed):
            sign(permit, by)


def test_crash_between_storing_and_commit_is_finished_by_the_sweeper(cast, monkeypatch):
    permit = make.rendered(cast)
    killed_in("seal", permit, cast.dewi, monkeypatch)
    permit.refresh_from_db()
    assert (permit.state, sealing.finish_stale(now=NOW)) == (Permit.State.RENDERED, 0)
    for now in (STALE, STALE):
        with pytest.raises(NotSignable, match="being_signed"):
            sign(permit, cast.dewi, now=now)
    assert [sealing.finish_stale(now=STALE), sealing.finish_stale(now=STALE)] == [1, 0]
    permit.refresh_from_db()
    assert verify(read(permit.sealed)).valid
    assert attempts(permit) == [("done", "")]
    assert (Permit.objects.count(), NumberEntry.objects.count()) == (1, 1)
    assert Message.objects.filter(kind="permit_issued").count() == 1


def test_crash_before_the_bytes_are_stored_gives_the_claim_back(cast, monkeypatch):
    permit = make.rendered(cast)
    killed_in("signer", permit, cast.dewi, monkeypatch)
    with pytest.raises(NotSignable, match="being_signed"):
        sign(permit, cast.dewi)
    assert sealing.finish_stale(now=STALE) == 0
    assert attempts(permit) == [("failed", "lease_expired")]
    assert sign(permit, cast.dewi, now=STALE).state == Permit.State.SEALED


def test_guesses_side_by_side_count_before_they_have_failed(cast, monkeypatch):
    monkeypatch.setattr(sealing, "WRONG_AT_MOST", 1)
    guessed, other = make.rendered(cast), make.rendered(cast)
    killed_in("signer", guessed, cast.dewi, monkeypatch)  # still under way
    with pytest.raises(NotSignable, match="too_many_wrong"):
        sign(other, cast.dewi)
    assert sign(other, cast.dewi, now=STALE).state == Permit.State.SEALED


def test_head_need_not_wait_for_the_sweeper_after_a_crash(cast, monkeypatch):
    permit = make.rendered(cast)
    killed_in("signer", permit, cast.dewi, monkeypatch)
    assert sign(permit, cast.dewi, now=STALE).state == Permit.State.SEALED
    assert attempts(permit) == [("failed", "lease_expired"), ("done", "")]


def test_half_written_bytes_are_no_permit_and_hold_up_nobody(cast, monkeypatch):
    permits = [make.rendered(cast) for _ in range(2)]
    for permit in permits:
        killed_in("seal", permit, cast.dewi, monkeypatch)
    half = permits[0].attempts.get()
    with storages["default"].open(half.key, "r+b") as file:
        file.truncate(9000)
    assert sealing.finish_stale(now=STALE) == 1
    assert attempts(permits[0]) == [("failed", "broken_bytes")]
    assert sign(permits[0], cast.dewi, now=STALE).state == Permit.State.SEALED
    assert attempts(permits[1]) == [("done", "")]


def test_slow_signer_whose_claim_was_given_back_seals_nothing(cast, monkeypatch):
    permit = make.rendered(cast)
    real = sealing.signer

    def slow():
        assert sealing.finish_stale(now=STALE) == 0
        return real()

    monkeypatch.setattr(sealing, "signer", slow)
    with pytest.raises(NotSignable, match="being_signed"):
        sign(permit, cast.dewi)
    permit.refresh_from_db()
    assert permit.state == Permit.State.RENDERED


def test_sweeper_that_comes_too_late_does_not_undo_a_signature(cast, monkeypatch):
    permit = make.rendered(cast)
    killed_in("seal", permit, cast.dewi, monkeypatch)
    stale = permit.attempts.get()
    sealing.seal(attempt_id=stale.pk, now=STALE)
    sealing._fail(stale, "lease_expired", STALE)
    assert attempts(permit) == [("done", "")]


@pytest.mark.django_db(transaction=True)
def test_double_click_signs_once(cast, nudged):
    permit = make.rendered(cast)
    outcomes = together(*[lambda: sign(permit, cast.dewi)] * 4)
    assert "done" in outcomes
    assert set(outcomes) <= {"done", "NotSignable"}
    assert [state for state, _ in attempts(permit)] == [SigningAttempt.State.DONE]
    assert Message.objects.filter(kind="permit_issued").count() == 1


@pytest.mark.parametrize("column", ["sha256", "number", "code", "token", "holder_name"])
def test_sealed_permit_never_changes(cast, column):
    permit = sign(make.rendered(cast), cast.dewi)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Permit.objects.filter(pk=permit.pk).update(**{column: "x"})
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        Permit.objects.filter(pk=permit.pk)._raw_delete("default")


@pytest.mark.parametrize(
    "change",
    [
        *("type_name = 'x'", "facts = '[]'", "valid_from = NULL", "valid_until = '2099-01-01'", "renderer = 'x'"),
        *("letter_id = sealed_id", "predecessor_id = id"),
    ],
)
def test_what_is_proved_and_how_it_was_made_is_sealed_too(cast, change):
    permit = sign(make.rendered(cast), cast.dewi)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE applications_permit SET {change} WHERE id = %s", [permit.pk])


def test_the_end_of_a_permit_stays_in_the_database_too(cast):
    permit = sign(make.rendered(cast), cast.dewi)
    Permit.objects.filter(pk=permit.pk).update(ended_how="revoked", ended_at=NOW)
    for change in ("ended_how = '', ended_at = NULL", "ended_how = 'replaced'", "ended_at = now()"):
        with pytest.raises(IntegrityError, match="ends once"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE applications_permit SET {change} WHERE id = %s", [permit.pk])


def test_nothing_the_signer_typed_is_kept(cast, caplog, tmp_path):
    permit = make.rendered(cast)
    wrong = "sandi-yang-salah-sekali"
    with caplog.at_level("DEBUG"):
        with pytest.raises(WrongPassphrase):
            sign(permit, cast.dewi, wrong)
        sign(permit, cast.dewi)
    texts = "\n".join(stored_texts())
    assert permit.number in texts  # the search finds what is there
    for typed in (PASSPHRASE, wrong):
        assert typed not in texts
        assert typed not in caplog.text
        assert not [p for p in tmp_path.rglob("*") if p.is_file() and typed.encode() in p.read_bytes()]
