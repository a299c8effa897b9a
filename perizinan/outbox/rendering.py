"""From a message to the words sent: templates/messages/<kind>.subject.txt, .txt and, for phones, .sms.txt."""

import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template import Context, Template, TemplateDoesNotExist
from django.template.loader import get_template, select_template
from django.utils import translation
from django.utils.translation import gettext as _

from perizinan.outbox.models import Channel, Message

_LINK = re.compile(r"(?i)\b(?:[a-z][a-z0-9+.-]*://|www\.)[^\s<>\"']+")


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str


def exists(kind: str) -> bool:
    try:
        get_template(f"messages/{kind}.subject.txt")
        get_template(f"messages/{kind}.txt")
    except TemplateDoesNotExist:
        return False
    return True


def render(message: Message, channel: str) -> Rendered:
    names = [f"messages/{message.kind}.txt"]
    if channel == Channel.PHONE:
        names.insert(0, f"messages/{message.kind}.sms.txt")
    with translation.override(message.language):
        subject = _fill([f"messages/{message.kind}.subject.txt"], message)
        text = _fill(names, message)
    return Rendered(subject=" ".join(subject.split())[:200], text=text.strip() + "\n")


def _fill(names: list[str], message: Message) -> str:
    """Plain text, so nothing is escaped; links lead to our own address only, whoever wrote them."""
    template: Template = select_template(names).template
    values = {name: _revived(value) for name, value in message.context.items()}
    words = template.render(Context({**values, "site_url": settings.SITE_URL}, autoescape=False))
    return _LINK.sub(_own_or_nothing, words)


def _revived(value: str) -> str | date:
    """A date was kept as 2026-11-24; the template writes it out in the recipient's language with |tanggal."""
    try:
        return date.fromisoformat(value) if len(value) == 10 else value
    except ValueError:
        return value


def _own_or_nothing(link: re.Match[str]) -> str:
    url = link.group()
    own = url == settings.SITE_URL or url.startswith((settings.SITE_URL + "/", settings.SITE_URL + "?"))
    return url if own else _("(tautan luar dihapus)")
