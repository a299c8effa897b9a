"""The kinds of an application in words: what is asked for, and what one may ask about a permit one holds."""

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from applications.catalogue import spoken
from applications.catalogue.kinds import Kind

_said = lazy(spoken.kind_name, str)
NAMES: dict[str, str | Promise] = {kind: _said(kind) for kind in Kind}
ASKS: dict[str, str | Promise] = {
    Kind.RENEWAL: _("Perpanjang"),
    Kind.AMENDMENT: _("Ajukan perubahan"),
    Kind.DUPLICATE: _("Minta duplikat"),
    Kind.REVOCATION: _("Ajukan pencabutan"),
}


def kind_name(kind: str) -> str:
    """Empty for a new permit, which needs no word."""
    return "" if kind == Kind.NEW else spoken.kind_name(kind)
