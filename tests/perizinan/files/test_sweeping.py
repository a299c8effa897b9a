from datetime import timedelta

from django.core.files.base import ContentFile

from perizinan.files import storages, sweeping, tasks
from perizinan.files.health import backlog, clamd_alive
from perizinan.files.models import State, StoredFile
from tests.perizinan.files.conftest import NOW


def after(seconds):
    return NOW + timedelta(seconds=seconds)


def test_a_fresh_file_is_left_to_its_nudge(receive):
    receive()

    assert sweeping.sweep(now=after(5)) == []


def test_a_file_whose_nudge_was_lost_is_found(receive):
    stored = receive()

    assert sweeping.sweep(now=after(11)) == [stored.pk]


def test_decided_files_are_left_alone(receive, check, scanner):
    check(receive())

    assert sweeping.sweep(now=after(3600)) == []


def test_waiting_for_the_scanner_lasts_while_it_is_away(receive, check, dead_scanner):
    stored = check(receive())

    assert sweeping.sweep(now=after(12)) == []
    assert sweeping.sweep(now=stored.lease_until) == [stored.pk]


def test_a_file_the_scanner_cannot_take_is_not_tried_in_a_circle(receive, check, fake_clamd):
    fake_clamd[b"zINSTREAM"] = b"INSTREAM size limit exceeded. ERROR\0"
    check(receive())

    assert sweeping.sweep(now=after(12)) == []


def test_what_failed_often_comes_last(receive):
    often, never = receive(), receive()
    StoredFile.objects.filter(pk=often.pk).update(attempts=5)

    assert sweeping.sweep(now=after(60)) == [never.pk, often.pk]


def test_the_sweep_nudges_a_check_for_each(receive, django_capture_on_commit_callbacks, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.check_file, "apply_async", lambda **call: sent.append(call["args"]))
    stored = receive()

    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep_files()

    assert sent == [(str(stored.pk),)]


def test_the_task_checks_the_file(receive, scanner):
    stored = receive()

    tasks.check_file(str(stored.pk))

    assert StoredFile.objects.get(pk=stored.pk).state == State.CLEAN


def test_the_health_numbers(receive, check, scanner):
    assert (backlog().files, backlog().oldest_at) == (0, None)
    check(receive())
    receive(now=after(60))
    receive(now=after(90))

    assert (backlog().files, backlog().oldest_at) == (2, after(60))
    assert clamd_alive()


def test_a_dead_scanner_is_not_alive(dead_scanner):
    assert not clamd_alive()


def quarantined():
    return len(storages.quarantine().listdir("2026/11/24")[1])


def test_bytes_of_an_undone_upload_go_after_two_days(receive):
    stored = receive()
    StoredFile.objects.filter(pk=stored.pk).delete()  # as a rollback leaves it

    assert sweeping.sweep_orphans(now=NOW + timedelta(days=1)) == 0
    assert quarantined() == 1
    assert sweeping.sweep_orphans(now=NOW + timedelta(days=2)) == 1
    assert quarantined() == 0


def test_bytes_that_wait_for_days_are_no_orphans(receive):
    receive()

    assert sweeping.sweep_orphans(now=NOW + timedelta(days=3)) == 0
    assert quarantined() == 1


def test_clean_bytes_without_a_row_stay(receive):
    """After a restore of an older database they are all that is left of the files since."""
    key = storages.clean().save("2026/11/24/contoh", ContentFile(b"contoh"))

    sweeping.sweep_orphans(now=NOW + timedelta(days=3))

    assert storages.clean().exists(key)
