import pytest

from perizinan.outbox import actions, channels, delivery
from perizinan.outbox.delivery import Outcome
from perizinan.outbox.models import Delivery, DevMail, Message


@pytest.fixture
def code(db, now):
    return actions.post_code(email="ayu@contoh.id", kind="sign_in_code", context={"code": "123456"}, now=now)


def test_the_body_of_a_code_is_purged_when_it_is_delivered(code, deliver):
    assert deliver() is Outcome.SENT

    code.refresh_from_db()
    assert (code.context, code.purged_at is None) == ({}, False)
    assert "123456" in DevMail.objects.get().body


def test_the_body_of_a_code_stays_while_it_is_tried_again(code, deliver, monkeypatch):
    monkeypatch.setattr(channels, "send", lambda *_: 1 / 0)
    deliver()

    code.refresh_from_db()
    assert code.context == {"code": "123456"}


def test_an_expired_code_is_not_sent_and_is_purged(code, deliver):
    assert deliver(at=code.expires_at) is Outcome.FAILED

    code.refresh_from_db()
    assert code.context == {}
    assert Delivery.objects.get().last_error == "expired"
    assert not DevMail.objects.exists()


def test_the_sweeper_purges_codes_nobody_could_deliver(code, post):
    other = post()
    delivery.sweep(now=code.expires_at)

    code.refresh_from_db()
    assert code.context == {}
    assert code.deliveries.get().state == "FAILED"
    assert Message.objects.get(pk=other.pk).context != {}
