"""axe and sideways scroll on a page that stands open, at the width of a phone and of a desk."""

from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

from tests.journeys.watching import sideways

PHONE = 360
WIDTHS = (1280, PHONE)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}


@cache
def axe() -> str:
    return next(Path(axe_playwright_python.__file__).parent.glob("axe*.js")).read_text(encoding="utf-8")


def problems(page: Page) -> list[str]:
    """What axe says, and what sticks out, at both widths; empty when all is well."""
    page.evaluate(axe())
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width}: sticks out: {tag}" for tag in sideways(page)]
        page.evaluate("scrollTo(0, document.body.scrollHeight)")  # what lies under a sticky bar is no small target
        for violation in page.evaluate("(options) => axe.run(options)", OPTIONS)["violations"]:
            nodes = [node["html"][:160] for node in violation["nodes"][:3]]
            found.append(f"{width}: {violation['id']}: {nodes}")
    return found
