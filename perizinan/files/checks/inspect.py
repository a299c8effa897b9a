"""All checks of one document, in the child: bytes in, verdict out."""

import os
from functools import cache
from typing import IO, Any

import pikepdf
from PIL import Image

from perizinan.files.checks.attachments import Extractor
from perizinan.files.checks.cargo import look_at
from perizinan.files.checks.images import check_image
from perizinan.files.checks.kind import decide_kind, read_signatures
from perizinan.files.checks.office import check_office
from perizinan.files.checks.pdf import check_pdf
from perizinan.files.checks.verdict import Refuse, Verdict
from perizinan.files.kinds import DOCX, PDF, XLSX

_ONE_STREAM = 256 << 20


@cache
def make_ready() -> None:
    """What libmagic and Pillow load at their first file, once in the worker instead of in each child."""
    read_signatures()
    Image.init()


def inspect(source: IO[bytes], extracted: IO[bytes], *, name: str, accept: list[str]) -> dict[str, Any]:
    data = os.pread(source.fileno(), os.fstat(source.fileno()).st_size, 0)
    extractor = Extractor(extracted, look_into=look_at)
    verdict = Verdict()
    try:
        kind = decide_kind(data, name=name, accept=accept, verdict=verdict)
        if kind.is_image:
            check_image(data, kind=kind, verdict=verdict)
        elif kind is PDF:
            limit_qpdf()
            check_pdf(data, extractor=extractor, verdict=verdict)
        elif kind in (DOCX, XLSX):
            check_office(data, extractor=extractor, verdict=verdict)
    except Refuse as refused:
        verdict.problem = refused.code
        verdict.facts.update(refused.facts)
    extracted.flush()
    verdict.attachments = extractor.pieces
    return verdict.as_json()


def limit_qpdf() -> None:
    """It unpacks some streams by itself while it opens a file: the table of objects, and objects in streams."""
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=_ONE_STREAM, run_length_max_memory=_ONE_STREAM, png_max_memory=_ONE_STREAM,
        tiff_max_memory=_ONE_STREAM, dct_max_memory=_ONE_STREAM,
    )  # fmt: skip
