"""Tags and filters of every template (a builtin: no {% load %} needed)."""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from perizinan.web import texts

register = template.Library()


# --- pictures and scripts


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, kind: str = "") -> SafeString:
    """{% icon "ok" %}: always beside a word."""
    box = "0 0 32 38" if name == "crest" else "0 0 24 24"
    classes = "crest" if name == "crest" else f"icon {kind}".strip()
    return format_html(
        '<svg class="{}" viewBox="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        classes,
        box,
        static("sprite.svg"),
        name,
    )


@register.simple_tag
def script(*names: str) -> SafeString:
    """{% script "autosave" "upload" %}: small modules of static/js; naming one twice runs it once."""
    return format_html_join("", '<script type="module" src="{}"></script>', ((static(f"js/{n}.js"),) for n in names))


# --- parts


@register.simple_block_tag
def part(content: str, name: str, **variables: Any) -> SafeString:
    """{% part "turn" kind="is-yours" title="Giliran Anda" %}...{% endpart %}: templates/parts/turn.html with `slot`.

    Unlike an include it sees only what it is given.
    """
    return render_to_string(f"parts/{name}.html", {**variables, "slot": content})


@register.simple_tag
@lru_cache(maxsize=256)
def bricks(current: int, total: int) -> SafeString:
    """The progress line: the words beside it are the caller's. `current` > `total`: all laid."""
    states = ("laid" if n < current else "now" if n == current else "" for n in range(1, total + 1))
    cells = format_html_join("", "{}", ((_brick(state),) for state in states))
    return format_html('<span class="bricks" aria-hidden="true">{}</span>', cells)


@register.simple_tag
@lru_cache(maxsize=256)
def lamp(light: str, say: str) -> SafeString:
    """{% lamp "amber" "2 hari lagi" %}: templates/parts/light.html, drawn once for all rows that say the same."""
    return render_to_string("parts/light.html", {"light": light, "say": say})


def _brick(state: str) -> SafeString:
    return format_html('<i class="{}"></i>', state) if state else mark_safe("<i></i>")  # constant


@register.filter
def css(field: BoundField, classes: str) -> SafeString:
    """{{ form.nik|css:"w16 number" }}"""
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{own} {classes}".strip()})


@register.filter
def poll_delay(asked: int | None) -> int:
    """Seconds before asking again: 1, 2, 4, 8, then 16."""
    return 1 << min(int(asked or 0), 4)


@register.filter
def names(field: BoundField, error: str) -> str:
    """The error for the summary, away from its field: with the label before it unless the sentence names the field."""
    first_word = str(field.label).split(" ")[0].lower()
    return error if first_word in error.lower() else f"{field.label}: {error}"


# --- words


@register.filter
def tanggal(day: date | str | None) -> str:
    """A date, or one in ISO form as messages carry it."""
    if isinstance(day, str):
        day = date.fromisoformat(day) if day else None
    return texts.tanggal(day) if day else ""


@register.filter
def hari(day: date | None) -> str:
    return texts.hari(day) if day else ""


@register.filter
def jam(moment: datetime | None) -> str:
    return texts.jam(moment) if moment else ""


@register.filter
def pukul(moment: datetime | None) -> str:
    return texts.pukul(moment) if moment else ""


@register.filter
def rupiah(amount: int | None) -> str:
    return "" if amount is None else texts.rupiah(amount)


@register.filter
def bilangan(number: int | None) -> str:
    return "" if number is None else texts.bilangan(number)


@register.filter
def ukuran(size: int | None) -> str:
    return "" if size is None else texts.ukuran(size)


@register.filter
def jumlah_hari(count: int | None) -> str:
    return "" if count is None else texts.jumlah_hari(count)


@register.filter
def berkelompok(digits: str) -> str:
    return texts.berkelompok(digits)


@register.filter(is_safe=True)
def nbsp(text: str) -> str:
    return texts.nbsp(str(text))


@register.filter
def nomor(reference: str) -> SafeString:
    """A case number: tabular and never broken."""
    return format_html('<span class="number">{}</span>', reference)


@register.filter
def utuh(sentence: str) -> SafeString:
    """A sentence whose case numbers are never broken."""
    shown = re.sub(r"\b\d\d-\d{4}-\d{3}\b", r'<span class="number">\g<0></span>', conditional_escape(sentence))
    return mark_safe(shown)  # noqa: S308  # escaped above


@register.filter
def nomor_izin(number: str) -> SafeString:
    """A permit number may break after each slash, so it fits 320 px."""
    return mark_safe(re.sub("/", "/<wbr>", conditional_escape(number)))  # noqa: S308  # escaped above
