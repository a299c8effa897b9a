import os
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import typst

from perizinan.papers.base import Paper
from perizinan.papers.letter import DecreeData, LetterData
from perizinan.papers.qr import qr_svg
from perizinan.papers.receipt import ReceiptData

# One folder a set of templates: typst/1, typst/2 ... A set that has made a paper is never changed; another look is
# another folder with everything in it, and SET names it. What is printed is (set, typst, data, now).
SETS = Path(__file__).parent / "typst"
SET = "1"
TYPST = f"typst-{version('typst')}"
RENDERER = f"{SET}+{TYPST}"
STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
TEMPLATES: dict[str, type[Paper]] = {"letter": LetterData, "decree": DecreeData, "receipt": ReceiptData}

_turn = threading.Lock()  # a Compiler belongs to one thread at a time
_forked = False  # typst's own threads do not follow a fork: the child would wait for them for ever


class RenderError(Exception):
    """The template and the data do not make a PDF/A-2a document; the message is typst's."""


class UnknownRenderer(RenderError):
    """This installation cannot make the paper again as it was made."""


def render(
    template: str,
    data: Mapping[str, Any],
    *,
    now: datetime,
    renderer: str = RENDERER,
    images: Mapping[str, str] | None = None,
) -> bytes:
    """The same template, data, `now` and renderer give the same bytes on every machine. `images` are SVG sources by
    name. Raises UnknownRenderer, RenderError."""
    (pdf,) = _made(template, data, now=now, renderer=renderer, images=images, into="pdf")
    return pdf


def pages(
    template: str, data: Mapping[str, Any], *, now: datetime, renderer: str = RENDERER, ppi: float = 110
) -> list[bytes]:
    """The same paper as one PNG a page, to be looked at in a browser."""
    return _made(template, data, now=now, renderer=renderer, images=None, into="png", ppi=ppi)


def _made(
    template: str,
    data: Mapping[str, Any],
    *,
    now: datetime,
    renderer: str,
    images: Mapping[str, str] | None,
    into: Literal["pdf", "png"],
    ppi: float | None = None,
) -> list[bytes]:
    checked = TEMPLATES[template].model_validate(dict(data))
    inputs = {"data": checked.model_dump_json(), "qr": qr_svg(data["qr_url"]), **(images or {})}
    root = _root(renderer)
    if _forked:
        raise RenderError("this process was forked from one that had already rendered")
    try:
        with _turn:
            made = _compiler(root).compile(
                input=root / f"{template}.typ",
                format=into,
                ppi=ppi,
                sys_inputs=inputs,
                pdf_standards=STANDARDS if into == "pdf" else [],
                timestamp=int(now.timestamp()),
            )
    except typst.TypstError as refused:
        raise RenderError(refused.message) from refused
    assert made is not None, "typst gives bytes when no output file is named"
    return made if isinstance(made, list) else [made]


def _root(renderer: str) -> Path:
    named, _, by = renderer.partition("+")
    root = SETS / named
    if not named.isdigit() or not root.is_dir():
        raise UnknownRenderer(f"made by {renderer!r}: this installation has no set of templates {named!r}")
    if by != TYPST:
        raise UnknownRenderer(f"made by {renderer!r}: this installation has {TYPST}, which may set a line elsewhere")
    return root


@cache
def _compiler(root: Path) -> typst.Compiler:
    # Only the fonts inside typst, and package folders that do not exist: nothing of the machine, nothing of a network.
    nowhere = root / "no-packages"
    return typst.Compiler(
        root=root, font_paths=typst.Fonts(include_system_fonts=False), package_path=nowhere, package_cache_path=nowhere
    )


def _compiled_before_fork() -> None:
    global _forked
    _forked = _compiler.cache_info().currsize > 0


os.register_at_fork(after_in_child=_compiled_before_fork)
