"""Bytes before or after a document: another file joined to it (a polyglot), or what phones add."""

import io
import re
import zipfile

from perizinan.files.checks.verdict import Refuse, Verdict

_BLANK = b"\0\t\n\f\r \x1a"
_FOREIGN = re.compile(rb"%PDF-|PK\x03\x04|PK\x05\x06|Rar!\x1a|7z\xbc\xaf|<\?php|<script|<html|<!doctype", re.IGNORECASE)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe")
_SECOND_PHOTO = b"\xff\xd8\xff"  # phones keep a brightness map this way; not worth a word
_FEW = 1024


def check_tail(tail: bytes, *, verdict: Verdict, few_only: bool = False) -> None:
    """`few_only`: a PDF has no honest reason for a long tail, a photo may carry a short video."""
    rest = tail.strip(_BLANK)
    if not rest:
        return
    if rest.startswith(_PROGRAMS) or _FOREIGN.search(rest) or (few_only and len(rest) > _FEW):
        raise Refuse("mixed")
    if not rest.startswith(_SECOND_PHOTO):
        verdict.remark("extra-data")


def refuse_zip(data: bytes) -> None:
    """A zip may be appended to anything and hidden in comments; its directory at the end gives it away."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise Refuse("mixed")
