import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from perizinan.accounts.models import User
from perizinan.outbox import actions, tasks
from perizinan.outbox.models import Delivery, Message
from perizinan.web import nudge as web


def test_a_message_goes_to_every_address_of_the_person(now, post, db):
    both = User.objects.create_user(email="budi@contoh.id", phone="+6281200000090", name="Budi (contoh)", language="en")

    message = post(to=both)

    assert (message.to_id, message.language, message.context["number"]) == (both.pk, "en", "26-0048-270")
    seen = {d.channel: (d.address, d.address_masked, d.state) for d in message.deliveries.all()}
    assert seen == {
        "EMAIL": ("budi@contoh.id", "bu•••@contoh.id", "PENDING"),
        "PHONE": ("+6281200000090", "+628••••••••90", "PENDING"),
    }
    ids = set(message.deliveries.values_list("stable_id", flat=True))
    assert len(ids) == 2
    assert all(i.startswith("<") and i.endswith("@izin.contoh.id>") for i in ids)


def test_the_address_is_encrypted_in_the_table(post):
    post()

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM perizinan_delivery d")
        assert "ayu@contoh.id" not in cursor.fetchone()[0]


def test_the_same_key_is_said_once(post):
    first = post("kunci")
    second = post("kunci", number="lain")

    assert second == first
    assert second.context["number"] == "26-0048-270"
    assert Delivery.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_moment_is_said_once(post):
    barrier, made = threading.Barrier(4), []

    def work():
        barrier.wait(10)
        made.append(post("kunci").pk)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert len(made) == 4
    assert len(set(made)) == 1
    assert Delivery.objects.count() == 1


def test_a_personal_number_does_not_enter_the_outbox(post):
    message = post(note="NIK saya 3516019901010001")

    message.refresh_from_db()
    assert message.context["note"] == "NIK saya ••••••0001"


def test_post_refuses_to_stand_outside_the_transaction_of_its_change(transactional_db, now, ayu):
    with pytest.raises(transaction.TransactionManagementError):
        actions.post(to=ayu, kind="notice", context={}, key="k", now=now)


@pytest.mark.parametrize("kind", ["unheard_of", "../notice", "Notice", "notice\n", ""])
def test_a_kind_without_words_is_refused_when_posting(db, now, ayu, kind):
    with pytest.raises(actions.UnknownKind):
        actions.post(to=ayu, kind=kind, context={}, key="k", now=now)


def test_nothing_is_nudged_when_the_change_rolls_back(transactional_db, ayu, now, monkeypatch):
    sent = []
    monkeypatch.setattr(actions, "nudge", web.nudge)
    monkeypatch.setattr(tasks.deliver_message, "apply_async", lambda *args, **options: sent.append((args, options)))

    with transaction.atomic():
        actions.post(to=ayu, kind="notice", context={}, key="k", now=now)
        transaction.set_rollback(True)
    assert (sent, Message.objects.count()) == ([], 0)

    with transaction.atomic():
        actions.post(to=ayu, kind="notice", context={}, key="k", now=now)
        assert sent == []
    assert len(sent) == 1


def test_a_broker_that_is_away_fails_nobody(transactional_db, ayu, now, monkeypatch):
    def away(*_args, **_options):
        raise ConnectionRefusedError

    monkeypatch.setattr(actions, "nudge", web.nudge)
    monkeypatch.setattr(tasks.deliver_message, "apply_async", away)
    with transaction.atomic():
        actions.post(to=ayu, kind="notice", context={}, key="k", now=now)

    assert Delivery.objects.get().state == "PENDING"


def test_a_code_lives_fifteen_minutes(db, now):
    message = actions.post_code(phone="+6281200000090", kind="sign_in_code", context={"code": "123456"}, now=now)

    assert message.expires_at == now + timedelta(minutes=15)
    assert message.deliveries.get().channel == "PHONE"
    with pytest.raises(ValueError):
        actions.post_code(kind="sign_in_code", context={"code": "1"}, now=now)


def test_every_request_for_a_code_is_a_message_of_its_own(db, now):
    for _ in range(2):
        actions.post_code(email="ayu@contoh.id", kind="sign_in_code", context={"code": "123456"}, now=now)

    assert Message.objects.count() == 2
