"""The ways out: development mailbox, SMTP, HTTP gateway to phones. Chosen by EMAIL_CHANNEL and PHONE_CHANNEL."""

import json
import smtplib
import urllib.error
import urllib.request
from datetime import datetime
from http.client import HTTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from perizinan.outbox.models import Channel, Delivery, DevMail
from perizinan.outbox.rendering import Rendered

GATEWAY_TIMEOUT = 10
LONGEST_ANSWER = 64 * 1024


class Refused(Exception):
    """This address will never take it."""


class NotAccepted(Exception):
    """Not taken this time."""


class Away(NotAccepted):
    """The channel itself is out of reach, for everybody."""


def send(delivery: Delivery, rendered: Rendered, now: datetime) -> None:
    """Returns when the message is accepted; raises Refused, NotAccepted or Away."""
    chosen = settings.EMAIL_CHANNEL if delivery.channel == Channel.EMAIL else settings.PHONE_CHANNEL
    match (delivery.channel, chosen):
        case (_, "mailbox") if settings.DEBUG or settings.DEMO or settings.TESTING:
            copy_to_mailbox(delivery, rendered, now)
        case (Channel.EMAIL, "smtp"):
            _send_by_smtp(delivery, rendered)
        case (Channel.PHONE, "gateway"):
            _send_by_gateway(delivery, rendered)
        case _:
            raise Away(f"no channel {chosen!r} for {delivery.channel} here")


def copy_to_mailbox(delivery: Delivery, rendered: Rendered, now: datetime) -> None:
    """One row for a Message-ID, however often it is delivered."""
    mail = DevMail(
        channel=delivery.channel,
        address=delivery.address,
        subject=rendered.subject,
        body=rendered.text,
        stable_id=delivery.stable_id,
        at=now,
    )
    DevMail.objects.bulk_create([mail], ignore_conflicts=True)


def _send_by_smtp(delivery: Delivery, rendered: Rendered) -> None:
    message = EmailMessage(
        subject=rendered.subject,
        body=rendered.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[str(delivery.address)],
        headers={"Message-ID": delivery.stable_id, "Auto-Submitted": "auto-generated"},
        connection=get_connection("django.core.mail.backends.smtp.EmailBackend"),
    )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code = max(code for code, _ in refusal.recipients.values())
        raise (Refused if code >= 500 else NotAccepted)(f"SMTP {code} for the recipient") from None
    except (smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected, smtplib.SMTPAuthenticationError) as error:
        raise Away(f"SMTP: {type(error).__name__}") from None
    except smtplib.SMTPResponseException as error:
        raise NotAccepted(f"SMTP {error.smtp_code}") from None
    except OSError as error:
        raise Away(f"SMTP: {type(error).__name__}: {error}") from None


def _send_by_gateway(delivery: Delivery, rendered: Rendered) -> None:
    """Gateways differ and none has been tried here: field names are settings, any doubt means "try again"."""
    fields = {
        settings.PHONE_GATEWAY_TO_FIELD: str(delivery.address),
        settings.PHONE_GATEWAY_TEXT_FIELD: rendered.text,
    }
    if not settings.PHONE_GATEWAY_URL.startswith(("https://", "http://")):
        raise Away("PHONE_GATEWAY_URL is not set")
    request = urllib.request.Request(  # noqa: S310  (scheme checked above)
        settings.PHONE_GATEWAY_URL,
        data=json.dumps(fields).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {settings.PHONE_GATEWAY_TOKEN}",
            "Idempotency-Key": delivery.stable_id,
        },
    )
    try:
        with _opener.open(request, timeout=GATEWAY_TIMEOUT) as response:
            status, answer = response.status, response.read(LONGEST_ANSWER)
    except urllib.error.HTTPError as error:
        error.close()
        raise NotAccepted(f"gateway answered {error.code}") from None
    except (OSError, HTTPException) as error:
        raise Away(f"gateway: {type(error).__name__}") from None
    if status != 204 and not _says_yes(answer):
        raise NotAccepted(f"gateway answered {status} without a clear yes")


def _says_yes(answer: bytes) -> bool:
    """A JSON object that does not deny it: several gateways answer 200 with {"status": false}."""
    try:
        said: Any = json.loads(answer)
    except ValueError:
        return False
    return isinstance(said, dict) and not any(said.get(word) is False for word in ("status", "success", "ok"))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The bearer token goes to the configured address and nowhere else."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect)
