"""One human sentence for each verb. Slices register theirs where they record them."""

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from perizinan.audit.models import AuditEntry

log = logging.getLogger(__name__)

_sentences: dict[str, "str | Promise"] = {}


class UnknownVerb(LookupError):
    """A verb nobody registered a sentence for."""


def register(verb: str, sentence: "str | Promise") -> str:
    """The sentence is formatted with {actor}, {role}, {behalf}, {label} and the keys of the entry's data."""
    if _sentences.setdefault(verb, sentence) != sentence:
        raise ValueError(f"audit verb {verb!r} has two sentences")
    return verb


def is_registered(verb: str) -> bool:
    return verb in _sentences


def registered() -> dict[str, "str | Promise"]:
    return dict(_sentences)


def sentence(entry: "AuditEntry", said: Mapping[str, str] | None = None) -> str:
    """`said`: better words for some of the entry's own, which hold keys where a reader needs a name."""
    template = _sentences.get(entry.verb)
    if template is None:
        log.error("audit verb %s has no sentence", entry.verb)
        return f"{entry.verb}: {entry.label}"
    words = dict(entry.data)
    words |= {"actor": actor(entry), "role": entry.role, "behalf": entry.behalf, "label": entry.label, **(said or {})}
    return str(template).format_map(_Words(words))


def actor(entry: "AuditEntry") -> str:
    """Officers by name; applicants have no name in the audit; no actor is the portal itself."""
    if entry.actor_name:
        return entry.actor_name
    return str(_("Sistem")) if entry.actor_id is None else str(_("Pemohon"))


class _Words(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


OPENED = register("opened", _("{actor} membuka {label}"))
