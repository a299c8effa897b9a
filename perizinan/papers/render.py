import os
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from perizinan.papers.base import Paper
from perizinan.papers.letter import LetterData
from perizinan.papers.qr import qr_svg
from perizinan.papers.receipt import ReceiptData

ROOT = Path(__file__).parent / "typst"
STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
TEMPLATES: dict[str, type[Paper]] = {"letter": LetterData, "receipt": ReceiptData}

_turn = threading.Lock()  # a Compiler belongs to one thread at a time
_forked = False  # typst's own threads do not follow a fork: the child would wait for them for ever


class RenderError(Exception):
    """The template and the data do not make a PDF/A-2a document; the message is typst's."""


def render(template: str, data: Mapping[str, Any], *, now: datetime, images: Mapping[str, str] | None = None) -> bytes:
    """The same template, data and `now` give the same bytes on every machine. `images` are SVG sources by name."""
    checked = TEMPLATES[template].model_validate(dict(data))
    inputs = {"data": checked.model_dump_json(), "qr": qr_svg(data["qr_url"]), **(images or {})}
    if _forked:
        raise RenderError("this process was forked from one that had already rendered")
    try:
        with _turn:
            pdf = _compiler().compile(
                input=ROOT / f"{template}.typ",
                format="pdf",
                sys_inputs=inputs,
                pdf_standards=STANDARDS,
                timestamp=int(now.timestamp()),
            )
    except typst.TypstError as refused:
        raise RenderError(refused.message) from refused
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _compiler() -> typst.Compiler:
    # Only the fonts inside typst, and package folders that do not exist: nothing of the machine, nothing of a network.
    nowhere = ROOT / "no-packages"
    return typst.Compiler(
        root=ROOT, font_paths=typst.Fonts(include_system_fonts=False), package_path=nowhere, package_cache_path=nowhere
    )


def _compiled_before_fork() -> None:
    global _forked
    _forked = _compiler.cache_info().currsize > 0


os.register_at_fork(after_in_child=_compiled_before_fork)
