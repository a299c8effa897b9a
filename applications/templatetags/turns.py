"""Whose turn it is, on pages of slices that know no cases."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone

from applications.portal.next_turn import next_turn

register = template.Library()


@register.inclusion_tag("portal/_home_turn.html", takes_context=True)
def home_turn(context: Context) -> dict[str, Any]:
    """Nothing for visitors, and nothing for who has nothing to do."""
    user = getattr(context.get("request"), "user", None)
    return {"turn": next_turn(user, timezone.localdate()) if user is not None and user.is_authenticated else None}
