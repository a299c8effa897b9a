import threading

import pytest
from django.db import IntegrityError, connection, transaction

from perizinan.audit import actions, chain, tasks, verify
from perizinan.audit.models import AuditEntry, AuditLink

from .conftest import DONE, run

pytestmark = pytest.mark.django_db(transaction=True)


def in_thread(work):
    def run_and_close():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run_and_close)
    thread.start()
    return thread


def test_entries_are_linked_once_in_order_and_the_chain_is_intact(record):
    made = [record(f"nomor {n}", data={"n": n, "ö": [1.5, None]}) for n in range(5)]

    assert chain.link() == 5
    assert chain.link() == 0

    links = list(AuditLink.objects.order_by("seq"))
    assert [(link.seq, link.entry_id) for link in links] == [(n, e.pk) for n, e in enumerate(made, start=1)]
    assert [link.prev_hash for link in links] == [chain.GENESIS, *[link.hash for link in links[:-1]]]
    verdict = verify.walk()
    assert (verdict.intact, verdict.checked, verdict.unlinked) == (True, 5, 0)


def test_linking_goes_on_in_batches_where_it_stopped(record, monkeypatch):
    monkeypatch.setattr(chain, "BATCH", 2)
    for _ in range(5):
        record()
    assert chain.link() == 5
    record()
    assert chain.link() == 1
    assert verify.walk().checked == 6


def test_an_entry_that_commits_late_is_linked_later(record):
    record("pertama")
    inserted, go_on = threading.Event(), threading.Event()

    def slow(now=record):
        with transaction.atomic():
            record("lambat")
            inserted.set()
            go_on.wait(10)

    thread = in_thread(slow)
    assert inserted.wait(10)
    record("cepat")
    assert chain.link() == 2
    go_on.set()
    thread.join()
    assert chain.link() == 1

    order = AuditLink.objects.order_by("seq").values_list("entry__label", flat=True)
    assert list(order) == ["pertama", "cepat", "lambat"]
    assert list(AuditEntry.objects.order_by("pk").values_list("label", flat=True)) == ["pertama", "lambat", "cepat"]
    assert verify.walk().intact


def test_an_entry_far_behind_waits_for_the_daily_look_at_everything(intruder, record, monkeypatch, settings, tmp_path):
    settings.AUDIT_HEADS_FILE = tmp_path / "heads"
    monkeypatch.setattr(chain, "WINDOW", 2)
    made = [record() for _ in range(6)]
    late = made[0]
    run("CREATE TEMP TABLE kept AS SELECT * FROM perizinan_auditentry WHERE id = %s", late.pk)
    run("DELETE FROM perizinan_auditentry WHERE id = %s", late.pk)
    tasks.link_entries()
    run("INSERT INTO perizinan_auditentry SELECT * FROM kept")
    tasks.link_entries()
    assert verify.walk().unlinked == 1
    tasks.keep_head()
    assert verify.walk().unlinked == 0


def race(linkers=4):
    barrier = threading.Barrier(linkers)

    def work():
        barrier.wait(10)
        chain.link()

    for thread in [in_thread(work) for _ in range(linkers)]:
        thread.join(30)


def test_linkers_at_once_make_one_chain(record):
    for _ in range(60):
        record()
    race()
    chain.link()

    assert AuditLink.objects.count() == 60
    assert verify.walk().intact


def test_without_the_lock_linkers_at_once_collide(record, monkeypatch):
    together = threading.Barrier(2, timeout=10)
    collisions = []
    unlinked = chain._unlinked

    def meet(**more):
        found = unlinked(**more)
        if not AuditLink.objects.exists():
            together.wait()
        return found

    def work():
        try:
            chain.link()
        except IntegrityError as error:
            collisions.append(error)

    monkeypatch.setattr(chain, "_alone", lambda: True)
    monkeypatch.setattr(chain, "_unlinked", meet)
    record()
    for thread in [in_thread(work), in_thread(work)]:
        thread.join(30)

    assert collisions


def test_what_rolls_back_leaves_no_entry(now):
    with transaction.atomic():
        actions.record(verb=DONE, by=None, subject="x", now=now)
        transaction.set_rollback(True)
    assert chain.link() == 0
