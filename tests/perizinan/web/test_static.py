import json
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
CSS = (STATIC / "portal.css").read_text()
MODULES = sorted((STATIC / "js").glob("*.js"))


def compressed(name: str) -> int:
    return len(brotli.compress((STATIC / name).read_bytes()))


def luminance(colour: str) -> float:
    wide = colour if len(colour) == 6 else "".join(2 * sign for sign in colour)
    parts = [int(wide[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    tokens = dict(re.findall(r"--([a-z-]+): #([0-9A-F]{3,6})\b", CSS))
    light, dark = sorted((luminance(tokens[one]), luminance(tokens[two])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_stylesheet_is_small():
    assert compressed("portal.css") <= 10 * 1024


def test_what_a_first_visit_loads_besides_the_page_is_small():
    assert sum(compressed(name) for name in ("portal.css", "sprite.svg", "favicon.svg", "js/htmx.min.js")) <= 40 * 1024


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("tinta", "kertas"), ("tinta", "lontar"), ("tinta", "kunyit-muda"), ("batu", "kertas"), ("batu", "lontar"),
        ("nila", "kertas"), ("nila", "nila-muda"), ("kertas", "nila"), ("kertas", "bata"), ("bata", "bata-muda"),
        ("daun", "kertas"), ("daun", "daun-muda"), ("kertas", "daun"), ("kunyit-tua", "kertas"),
        ("kunyit-tua", "kunyit-muda"), ("merah", "kertas"), ("merah", "merah-muda"), ("kertas", "merah"),
    ],
)  # fmt: skip
def test_text_is_readable(one, two):
    assert contrast(one, two) >= 4.5


def test_borders_of_inputs_are_visible():
    assert contrast("garis", "kertas") >= 3


def test_focus_stays_in_forced_colours():
    assert "outline: 3px solid" in CSS
    assert "outline: none" not in CSS
    assert "outline: 0" not in CSS


def test_vendored_htmx_is_the_recorded_version():
    recorded = json.loads((Path(settings.BASE_DIR) / "package.json").read_text())["dependencies"]["htmx.org"]
    assert f'version:"{recorded}"' in (STATIC / "js" / "htmx.min.js").read_text()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_source_map(path):
    assert "sourceMappingURL" not in path.read_text()


OURS = [path for path in MODULES if not path.name.endswith(".min.js")]


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_our_scripts_evaluate_nothing(path):
    text = (
        path.read_text()
    )  # where an edge is dragged to has no class: a property set by a script is what the CSP allows
    banned = r"\beval\(|new Function|innerHTML|outerHTML|document\.write|\.style\b(?!\.setProperty\()"
    assert not re.search(banned, text)
