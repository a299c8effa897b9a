from datetime import timedelta
from email import message_from_bytes

import pytest
from django.db import connection

from perizinan.accounts.models import User
from perizinan.outbox import channels, delivery, tasks
from perizinan.outbox.delivery import LEASE, MOST_TRIES, Outcome
from perizinan.outbox.models import Delivery, DeliveryQuerySet, DevMail


def test_a_message_lands_in_the_development_mailbox(post, deliver):
    message = post(note="Selesai.")

    assert deliver() is Outcome.SENT

    mail = DevMail.objects.get()
    assert (mail.address, mail.subject) == ("ayu@contoh.id", "Kabar 26-0048-270")
    assert "Selesai." in mail.body
    done = message.deliveries.get()
    assert (done.state, done.attempts, done.token, done.lease_until) == ("SENT", 1, None, None)
    assert done.sent_at


def test_a_delivery_is_made_once(post, deliver):
    post()

    assert [deliver(), deliver(), deliver()] == [Outcome.SENT, Outcome.NOT_OURS, Outcome.NOT_OURS]
    assert DevMail.objects.count() == 1


def test_outside_development_the_mailbox_is_no_way_out(post, deliver, settings):
    settings.TESTING = False
    post()

    assert deliver() is Outcome.AWAY
    assert not DevMail.objects.exists()
    assert Delivery.objects.get().state == "PENDING"


def test_the_work_runs_with_no_transaction_open(transactional_db, post, deliver, monkeypatch):
    seen = []
    monkeypatch.setattr(channels, "send", lambda *_: seen.append(connection.in_atomic_block))
    post()

    assert deliver() is Outcome.SENT
    assert seen == [False]


def test_a_failed_try_waits_longer_each_time_and_gives_up_in_the_end(post, deliver, monkeypatch, caplog):
    def fail(*args):
        raise channels.NotAccepted("penuh")

    monkeypatch.setattr(channels, "send", fail)
    post()
    waits = []
    for _ in range(MOST_TRIES - 1):
        assert deliver() is Outcome.LATER
        waits.append(delivery.wait_after(Delivery.objects.get().attempts))
    assert deliver() is Outcome.FAILED

    assert waits[:4] == [timedelta(seconds=s) for s in (5, 10, 20, 40)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=2)
    assert timedelta(days=2) < sum(waits, timedelta()) < timedelta(days=4)
    failed = Delivery.objects.get()
    assert (failed.state, failed.last_error) == ("FAILED", "NotAccepted: penuh")
    assert "failed for good" in caplog.text


def test_a_try_too_early_does_nothing(post, deliver, monkeypatch, now):
    monkeypatch.setattr(channels, "send", lambda *_: 1 / 0)
    post()

    assert deliver() is Outcome.LATER
    assert deliver(at=now) is Outcome.NOT_OURS
    assert Delivery.objects.get().attempts == 1


def test_errors_and_logs_do_not_show_the_address(post, deliver, monkeypatch, caplog):
    def fail(one, rendered, now):
        raise RuntimeError(f"no such user {one.address}")

    monkeypatch.setattr(channels, "send", fail)
    post()
    deliver()

    assert Delivery.objects.get().last_error == "RuntimeError: no such user ay•••@contoh.id"
    assert "ayu@contoh.id" not in caplog.text


def crash(*args):
    raise SystemExit("the worker is killed here")


def test_a_crash_between_acceptance_and_commit_repeats_with_the_same_message_id(post, smtp, deliver, now, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(delivery, "_sent", crash)
        post()
        with pytest.raises(SystemExit):
            deliver()
    assert Delivery.objects.get().state == "SENDING"
    assert deliver(at=now + LEASE / 2) is Outcome.NOT_OURS

    assert deliver(at=now + LEASE + timedelta(minutes=1)) is Outcome.SENT

    ids = [header_of(envelope, "Message-ID") for envelope in smtp.received]
    assert ids == [Delivery.objects.get().stable_id] * 2


def test_a_crash_before_sending_loses_nothing(post, deliver, now, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(channels, "send", crash)
        post()
        with pytest.raises(SystemExit):
            deliver()

    assert delivery.sweep(now=now) == 0
    Delivery.objects.update(lease_until=now)
    assert delivery.sweep(now=now + timedelta(seconds=1)) == 1
    assert DevMail.objects.count() == 1


def stale_and_second_worker(post, deliver, now, monkeypatch):
    """The first worker stalls while sending; its lease runs out, a second one delivers, the first comes back."""
    first_try = []
    real_send = channels.send

    def stall(one, rendered, now):
        if not first_try:
            first_try.append(one.pk)
            assert deliver(at=now + LEASE + timedelta(minutes=1)) is Outcome.SENT
            raise channels.NotAccepted("terlambat")
        real_send(one, rendered, now)

    monkeypatch.setattr(channels, "send", stall)
    post()
    return deliver()


def test_a_stale_worker_cannot_write(post, deliver, now, monkeypatch):
    assert stale_and_second_worker(post, deliver, now, monkeypatch) is Outcome.NOT_OURS

    done = Delivery.objects.get()
    assert (done.state, done.last_error) == ("SENT", "")


def test_without_the_token_a_stale_worker_would_undo_the_result(post, deliver, now, monkeypatch):
    monkeypatch.setattr(DeliveryQuerySet, "held_with", lambda everything, _token: everything)
    monkeypatch.setattr(Delivery.objects, "held_with", lambda _token: Delivery.objects.all())

    with pytest.raises(Exception, match="outbox_sent_has_a_time"):
        stale_and_second_worker(post, deliver, now, monkeypatch)


def test_the_sweeper_finds_what_no_nudge_announced(post, now):
    for n in range(3):
        post(f"kunci {n}")

    tasks.sweep_messages()

    assert DevMail.objects.count() == 3
    assert not Delivery.objects.exclude(state="SENT").exists()


def test_the_sweeper_leaves_a_channel_that_is_away_until_the_next_round(post, now, db, monkeypatch):
    phone = User.objects.create_user(phone="+6281200000090", name="Citra (contoh)")
    tried = []
    real_send = channels.send

    def send(one, rendered, now):
        tried.append(one.channel)
        if one.channel == "EMAIL":
            raise channels.Away("SMTP")
        real_send(one, rendered, now)

    monkeypatch.setattr(channels, "send", send)
    for n in range(3):
        post(f"surel {n}")
    for n in range(2):
        post(f"ponsel {n}", to=phone)

    assert delivery.sweep(now=now) == 2
    assert sorted(tried) == ["EMAIL", "PHONE", "PHONE"]


def test_a_task_takes_the_id_as_the_nudge_sends_it(post):
    post()

    tasks.deliver_message(str(Delivery.objects.get().pk))

    assert DevMail.objects.count() == 1


def test_other_messages_keep_their_words(post, deliver):
    message = post()
    deliver()

    message.refresh_from_db()
    assert message.context


def test_old_development_mail_goes(post, deliver, now):
    post()
    deliver()
    delivery.sweep(now=now + timedelta(days=6))
    assert DevMail.objects.exists()
    delivery.sweep(now=now + timedelta(days=8))
    assert not DevMail.objects.exists()


def header_of(envelope, name):
    return message_from_bytes(envelope.content)[name]
