"""Papers: data in, a finished PDF/A-2a + UA-1 out; QR codes as SVG.

Here: the sets of typst templates (a folder each), the typed data they take, one compiler a set.
Not here: what a letter says (the permit type and its case do), signing, storing, serving.
"""

from perizinan.papers.base import Letterhead, Row
from perizinan.papers.letter import TEST_BAND, DecreeData, Issued, LetterData, Table
from perizinan.papers.qr import qr_svg
from perizinan.papers.receipt import DEMO_BAND, DocumentLine, NextStep, ReceiptData
from perizinan.papers.render import RENDERER, RenderError, UnknownRenderer, pages, render

__all__ = [
    "DEMO_BAND",
    "RENDERER",
    "TEST_BAND",
    "DecreeData",
    "DocumentLine",
    "Issued",
    "LetterData",
    "Letterhead",
    "NextStep",
    "ReceiptData",
    "RenderError",
    "Row",
    "Table",
    "UnknownRenderer",
    "pages",
    "qr_svg",
    "render",
]
