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
    row = looks.slot_row(case, slot, may_change=may_change)
    return row | {"csrf_token": context.get("csrf_token")}
