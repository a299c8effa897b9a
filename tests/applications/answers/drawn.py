from typing import Any

from django.template.loader import render_to_string


def drawn(form: Any) -> str:
    """The page of a section, as far as the form goes; without non-breaking spaces."""
    context = {"form": form, "save_url": "/simpan/", "saved_at": None}
    summary = render_to_string("answers/error_summary.html", context)
    return (summary + render_to_string("answers/section_form.html", context)).replace("\u00a0", " ")
