"""Document slots on the applicant's pages."""

from typing import Any

from django import template
from django.template.context import Context

from applications.documents.queries import Slot
from applications.lifecycle.models import Application
from applications.portal import looks

register = template.Library()


@register.inclusion_tag("portal/_slot.html", takes_context=True)
def slot_row(context: Context, case: Application, slot: Slot, *, may_change: bool) -> dict[str, Any]:
    """`uploads` of the page: documents.queries.unfinished, where files can be chosen."""
    uploads = (context.get("uploads") or {}).get(slot.requirement.key, ())
    row = looks.slot_row(case, slot, may_change=may_change, uploads=uploads)
    reused = context.get("offers") or {}
    row["offers"] = reused.get(slot.requirement.key, ()) if may_change and not slot.filled else ()
    return row | {"csrf_token": context.get("csrf_token")}
