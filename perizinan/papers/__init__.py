"""Papers: data in, a finished PDF/A-2a + UA-1 out; QR codes as SVG.

Here: the typst templates (their own root folder), the typed data each of them takes, one compiler.
Not here: what a letter says (the permit type and its case do), signing, storing, serving.
"""

from perizinan.papers.base import Letterhead, Row
from perizinan.papers.letter import TEST_BAND, LetterData
from perizinan.papers.qr import qr_svg
from perizinan.papers.receipt import DEMO_BAND, DocumentLine, NextStep, ReceiptData
from perizinan.papers.render import RenderError, render

__all__ = [
    "DEMO_BAND",
    "TEST_BAND",
    "DocumentLine",
    "LetterData",
    "Letterhead",
    "NextStep",
    "ReceiptData",
    "RenderError",
    "Row",
    "qr_svg",
    "render",
]
