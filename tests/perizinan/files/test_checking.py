import os
import signal
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from perizinan.files import checking, examination, storages, sweeping
from perizinan.files.checks import child
from perizinan.files.examination import Examination
from perizinan.files.models import State, StoredFile, StoredFileQuerySet
from tests.perizinan.files import made
from tests.perizinan.files.conftest import NOW
from tests.perizinan.files.racing import claim_at_once

SOON = NOW + timedelta(seconds=1)
LATER = NOW + timedelta(seconds=121)  # past the first lease
FOUND = Examination(content_type="application/pdf", engine="ClamAV (contoh)")


def keys(storage):
    try:
        return storage.listdir("2026/11/24")[1]
    except FileNotFoundError:
        return []


def test_clean_bytes_move_and_the_quarantine_is_empty(receive, check, scanner):
    stored = check(receive())

    assert stored.state == State.CLEAN
    assert stored.checked_at == SOON
    assert (stored.attempts, stored.lease_until, stored.last_trouble) == (1, None, "")
    assert keys(storages.quarantine()) == []
    assert len(keys(storages.clean())) == 1


def test_a_rejected_file_keeps_no_bytes(receive, check, scanner):
    stored = check(receive(made.EICAR))

    assert stored.state == State.REJECTED
    assert keys(storages.quarantine()) == keys(storages.clean()) == []


def test_a_dead_scanner_keeps_the_file_in_line(receive, check, dead_scanner):
    stored = check(receive())

    assert (stored.state, stored.last_trouble) == (State.QUARANTINE, "clamd-away")
    assert stored.lease_until > SOON
    assert (stored.key, stored.engine, stored.checked_at) == ("", "", None)
    assert keys(storages.clean()) == []


def test_a_dead_scanner_does_not_delay_what_is_wrong_anyway(receive, check, dead_scanner):
    stored = check(receive(made.pdf()[:-60]))

    assert (stored.state, stored.problem, stored.engine) == (State.REJECTED, "cut-off", "")


@pytest.mark.parametrize("answer", [b"", b"nonsense\0", b"stream: OK", b"INSTREAM size limit exceeded. ERROR\0"])
def test_nonsense_from_the_scanner_keeps_the_file_in_line(receive, check, fake_clamd, answer):
    fake_clamd[b"zINSTREAM"] = answer

    stored = check(receive())

    assert (stored.state, stored.last_trouble) == (State.QUARANTINE, "clamd-unsure")


def test_retries_wait_longer_and_longer(receive, check, dead_scanner):
    stored, at, waits = receive(), SOON, []
    for _ in range(7):
        stored = check(stored, at=at)
        waits.append((stored.lease_until - at).total_seconds())
        at = stored.lease_until

    assert waits == [15, 30, 60, 120, 240, 300, 300]


def test_a_file_in_line_is_not_taken_before_its_time(receive, check, dead_scanner):
    stored = check(receive())

    assert check(stored, at=stored.lease_until - timedelta(seconds=1)).attempts == 1
    assert check(stored, at=stored.lease_until).attempts == 2


def test_when_the_scanner_is_back_the_file_becomes_clean(receive, check, dead_scanner, files_settings, clamd_socket):
    stored = check(receive())

    files_settings.CLAMD_SOCKET = clamd_socket
    assert sweeping.sweep(now=NOW + timedelta(seconds=12)) == [stored.pk]  # at once, without the rest of the wait
    stored = check(stored, at=NOW + timedelta(seconds=12))

    assert (stored.state, stored.last_trouble) == (State.CLEAN, "")


def test_demo_mode_says_so(receive, check, dead_scanner, files_settings):
    files_settings.CLAMD_MODE, files_settings.DEBUG = "demo", True

    assert check(receive()).engine == "belum dipindai virus (demo)"


def test_demo_mode_without_debug_is_no_mode(receive, check, dead_scanner, files_settings):
    files_settings.CLAMD_MODE, files_settings.DEBUG = "demo", False

    assert check(receive()).state == State.QUARANTINE


def test_other_bytes_than_received_are_never_clean(receive, check, scanner):
    stored = receive(made.pdf())
    storages.quarantine().delete(stored.quarantine_key)
    storages.quarantine().save(stored.quarantine_key, ContentFile(made.pdf(pages=2)))

    stored = check(stored)

    assert (stored.state, stored.problem) == (State.REJECTED, "changed")


def test_lost_bytes_are_looked_for_again_and_then_said(receive, check, scanner):
    stored, at = receive(), SOON
    storages.quarantine().delete(stored.quarantine_key)
    for _ in range(4):
        stored = check(stored, at=at)
        assert (stored.state, stored.last_trouble) == (State.QUARANTINE, "bytes-away")
        at = stored.lease_until

    assert check(stored, at=at).problem == "lost"


def test_a_busy_machine_is_not_the_files_fault(receive, check, scanner, monkeypatch):
    def starve(*args, **kwargs):
        raise child.Starved("contoh")

    monkeypatch.setattr(child.Child, "answer", starve)

    stored = check(receive())

    assert (stored.state, stored.last_trouble) == (State.QUARANTINE, "slow")


def test_a_parser_that_crashes_rejects_the_file(receive, check, scanner, monkeypatch):
    monkeypatch.setattr(examination, "inspect", lambda *_, **__: os.kill(os.getpid(), signal.SIGSEGV))

    stored = check(receive())

    assert (stored.state, stored.problem) == (State.REJECTED, "unreadable")


def test_a_fault_of_ours_puts_the_file_back(receive, check, scanner, monkeypatch):
    stored = receive()
    monkeypatch.setattr(checking, "examine", lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        check(stored)

    stored.refresh_from_db()
    assert (stored.state, stored.last_trouble) == (State.QUARANTINE, "fault")


def test_checking_twice_changes_nothing(receive, check, scanner):
    first = check(receive())
    key = first.key

    again = check(first, at=LATER)

    assert (again.key, again.attempts) == (key, 1)


def test_no_transaction_is_open_while_the_file_is_looked_at(transactional_db, receive, check, scanner, monkeypatch):
    seen = []
    real = checking.examine
    monkeypatch.setattr(
        checking, "examine", lambda *args, **kwargs: (seen.append(connection.in_atomic_block), real(*args, **kwargs))[1]
    )

    assert check(receive()).state == State.CLEAN
    assert seen == [False]


# --- a worker killed in the middle, and the one that comes after it


def test_a_lease_that_ran_out_is_claimed_again(receive, check, scanner):
    stored = receive()
    dead = checking.claim(pk=stored.pk, now=SOON)

    assert checking.claim(pk=stored.pk, now=SOON + timedelta(seconds=60)) is None
    assert sweeping.sweep(now=SOON + timedelta(seconds=60)) == []
    assert sweeping.sweep(now=LATER) == [stored.pk]
    stored = check(stored, at=LATER)

    assert stored.state == State.CLEAN
    assert stored.token != dead.token


def test_killed_between_commit_and_delete_the_quarantine_is_emptied_later(receive, check, scanner, monkeypatch):
    monkeypatch.setattr(checking, "discard_quarantined", lambda _: None)
    stored = check(receive())
    assert len(keys(storages.quarantine())) == 1
    monkeypatch.undo()

    sweeping.sweep(now=LATER)

    stored.refresh_from_db()
    assert stored.quarantine_key == ""
    assert keys(storages.quarantine()) == []


def overtaken(receive, check):
    """A slow worker, and a second one that has decided meanwhile."""
    slow = checking.claim(pk=receive(made.pdf()).pk, now=SOON)
    decided = check(slow.__class__.objects.get(pk=slow.pk), at=LATER)
    return slow, decided


def test_a_worker_that_was_overtaken_writes_nothing(receive, check, scanner):
    slow, decided = overtaken(receive, check)

    assert not checking.settle(slow, found=Examination(problem="damaged"), key="", now=LATER)
    assert not checking.put_back(slow, trouble="fault", now=LATER, detail="")

    decided.refresh_from_db()
    assert (decided.state, decided.problem) == (State.CLEAN, "")


def test_without_the_token_the_overtaken_worker_would_win(receive, check, scanner, monkeypatch):
    slow, decided = overtaken(receive, check)
    monkeypatch.setattr(checking, "_still_ours", lambda stored: StoredFile.objects.filter(pk=stored.pk))

    assert checking.settle(slow, found=Examination(problem="damaged"), key="", now=LATER)

    decided.refresh_from_db()
    assert decided.state == State.REJECTED


@pytest.mark.parametrize("data", [made.pdf(), made.EICAR], ids=["clean", "infected"])
def test_the_copy_of_a_killed_attempt_goes_with_the_verdict(receive, check, scanner, data):
    stored = receive(data)
    first = checking.claim(pk=stored.pk, now=SOON)
    with storages.quarantine().open(first.quarantine_key) as source:
        left = checking._copy_to_clean(first, source)  # and is killed

    check(stored, at=LATER)

    assert stored.attempts == 2
    assert not storages.clean().exists(left)
    assert keys(storages.clean()) == ([stored.key.rsplit("/", 1)[1]] if stored.is_clean else [])
    assert stored.quarantine_key == ""


def test_an_overtaken_worker_takes_only_its_own_copy_away(receive, check, scanner, monkeypatch):
    stored = receive()
    real = checking.examine

    def examine_slowly(*args, **kwargs):
        monkeypatch.setattr(checking, "examine", real)
        check(StoredFile.objects.get(pk=stored.pk), at=LATER)  # the second worker, while the first one looks
        return FOUND

    monkeypatch.setattr(checking, "examine", examine_slowly)
    checking.check(pk=stored.pk, clock=lambda: SOON)

    stored.refresh_from_db()
    assert stored.state == State.CLEAN
    assert stored.engine != FOUND.engine
    assert keys(storages.clean()) == [stored.key.rsplit("/", 1)[1]]
    assert storages.clean().open(stored.key).read() == made.pdf()


# --- two workers at the same moment


def test_two_workers_never_hold_one_file(transactional_db, receive, monkeypatch):
    assert claim_at_once(checking, receive().pk, now=SOON, monkeypatch=monkeypatch) == 1


def test_without_the_row_lock_both_would_hold_it(transactional_db, receive, monkeypatch):
    monkeypatch.setattr(StoredFileQuerySet, "select_for_update", lambda self, **_: self)

    assert claim_at_once(checking, receive().pk, now=SOON, monkeypatch=monkeypatch) == 2
