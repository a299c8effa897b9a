import socket
from email import message_from_bytes, policy

import pytest

from perizinan.accounts.models import User
from perizinan.outbox import channels
from perizinan.outbox.delivery import Outcome
from perizinan.outbox.models import Delivery, DevMail

from .conftest import free_port, gateway_answering


def test_a_real_smtp_server_receives_one_message_with_the_stable_id(post, deliver, smtp, settings):
    settings.DEFAULT_FROM_EMAIL = "Perizinan <izin@contoh.id>"
    post(note="Surat Keterangan Penelitian: “selesai”")

    assert [deliver(), deliver()] == [Outcome.SENT, Outcome.NOT_OURS]

    (envelope,) = smtp.received
    mail = message_from_bytes(envelope.content, policy=policy.default)
    assert mail["Message-ID"] == Delivery.objects.get().stable_id
    assert (mail["To"], mail["Subject"]) == ("ayu@contoh.id", "Kabar 26-0048-270")
    assert mail["From"] == "Perizinan <izin@contoh.id>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "“selesai”" in mail.get_content()
    assert not DevMail.objects.exists()


def test_in_the_demo_the_mailbox_gets_a_copy(post, deliver, smtp, settings):
    settings.DEMO = True
    post()
    deliver()

    assert len(smtp.received) == 1
    assert DevMail.objects.get().stable_id == Delivery.objects.get().stable_id


def test_smtp_away_means_pending_and_goes_later(post, deliver, smtp):
    smtp.stop()
    post()

    assert [deliver(), deliver()] == [Outcome.AWAY, Outcome.AWAY]
    assert Delivery.objects.get().state == "PENDING"

    smtp.start()
    assert deliver() is Outcome.SENT
    assert len(smtp.received) == 1


def test_a_server_that_never_answers_is_away(post, deliver, settings):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.EMAIL_CHANNEL, settings.EMAIL_HOST = "smtp", "127.0.0.1"
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = silent.getsockname()[1], 0.3
        post()
        assert deliver() is Outcome.AWAY


@pytest.mark.parametrize(
    ("place", "said", "outcome"),
    [
        ("rcpt", "550 no such user", Outcome.FAILED),
        ("rcpt", "450 greylisted", Outcome.LATER),
        ("answer", "451 try again", Outcome.LATER),
        ("answer", "554 relay misconfigured", Outcome.LATER),
    ],
)
def test_what_the_server_says_decides(post, deliver, smtp, place, said, outcome):
    setattr(smtp, place, said)
    post()

    assert deliver() is outcome
    assert said[:3] in Delivery.objects.get().last_error
    assert "ayu@" not in Delivery.objects.get().last_error


@pytest.fixture
def phone(db, post):
    post(to=User.objects.create_user(phone="+6281200000090", name="Citra (contoh)"), note="Selesai.")


def test_the_gateway_gets_number_text_and_token(phone, deliver, settings):
    with gateway_answering(settings) as asked:
        assert [deliver(), deliver()] == [Outcome.SENT, Outcome.NOT_OURS]

    (one,) = asked
    assert one.path == "/kirim"
    assert one.body["target"] == "+6281200000090"
    assert "Selesai." in one.body["message"]
    assert set(one.body) == {"target", "message"}
    assert one.headers["Authorization"] == "Bearer rahasia"
    assert one.headers["Idempotency-Key"] == Delivery.objects.get().stable_id


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 500},
        {"status": 401},
        {"status": 429},
        {"body": b"<html>Selamat datang</html>"},
        {"body": b""},
        {"body": b"[]"},
        {"body": b"\xff\xfe"},
        {"body": b'{"status": false, "reason": "kuota habis"}'},
        {"status": 302, "headers": [("Location", "/lain")]},
    ],
)
def test_a_gateway_that_does_not_clearly_say_yes_is_asked_again(phone, deliver, settings, answer):
    with gateway_answering(settings, **answer) as asked:
        assert deliver() is Outcome.LATER
        assert len(asked) == 1
    with gateway_answering(settings):
        assert deliver() is Outcome.SENT


def test_the_key_of_a_repeat_is_the_same(phone, deliver, settings):
    with gateway_answering(settings, status=500) as asked:
        deliver()
        deliver()

    assert len({one.headers["Idempotency-Key"] for one in asked}) == 1


@pytest.mark.parametrize("answer", [{"wait": 1.0}, {"status": None, "body": b"this is not HTTP\r\n\r\n"}])
def test_a_gateway_that_stalls_or_talks_nonsense_is_away(phone, deliver, settings, monkeypatch, answer):
    monkeypatch.setattr(channels, "GATEWAY_TIMEOUT", 0.3)
    with gateway_answering(settings, **answer):
        assert deliver() is Outcome.AWAY
    assert Delivery.objects.get().state == "PENDING"


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "http://127.0.0.1:1/x"])
def test_a_gateway_that_is_not_there_is_away(phone, deliver, settings, url):
    settings.PHONE_CHANNEL, settings.PHONE_GATEWAY_URL = "gateway", url

    assert deliver() is Outcome.AWAY
    assert "rahasia" not in Delivery.objects.get().last_error


def test_no_server_at_all_is_away(post, deliver, settings):
    settings.EMAIL_CHANNEL, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "127.0.0.1", free_port()
    post()

    assert deliver() is Outcome.AWAY
