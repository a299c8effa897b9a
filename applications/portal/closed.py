"""What an applicant reads about a type that takes no new cases, and where to go instead."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.catalogue.models import PermitType
from applications.catalogue.schema import PermitTypeSpec


class Instead(NamedTuple):
    text: str
    name: str = ""
    href: str = ""


def closing(spec: PermitTypeSpec) -> Instead:
    """`spec`: one that takes no cases, by its office's word or because another portal handles it now."""
    if spec.closed is None:
        text = str(spec.redirect.text) if spec.redirect else _("Jenis izin ini tidak lagi kami layani di sini.")
        return Instead(text, str(spec.name), reverse("catalogue:service", args=[spec.slug]))
    successor = PermitType.objects.filter(slug=spec.closed.successor).exclude(current=None).first()
    if successor is None:
        return Instead(str(spec.closed.text))
    return Instead(str(spec.closed.text), successor.said_name, reverse("catalogue:service", args=[successor.slug]))
