"""Where a PDF begins and ends, and what stands between its objects, where no reader looks but another program may."""

import re
from collections.abc import Iterator

from perizinan.files.checks.foreign import ends_as_zip, is_foreign
from perizinan.files.checks.tails import check_tail
from perizinan.files.checks.verdict import Refuse, Verdict

_HEADER = re.compile(rb"[\0\t\n\f\r \xef\xbb\xbf]*%PDF-\d")
_OBJECT = re.compile(rb"\d+ \d+ obj\b|\bendobj\b|\bendstream\b")
_END = b"%%EOF"
_UNMARKED_END = re.compile(rb"startxref\s+\d+[\s\0]*(?:%{0,2}E?O?)[\s\0]*\Z")
_LINEARIZED = re.compile(rb"/Linearized\b[^>]{0,400}?/L\s+(\d+)")
_HEAD = 1024
# After the end of an object comes the next one; anything else is looked at.
_USUAL = re.compile(rb"[\s\0]*(?:\d+ \d+ obj|xref|startxref|trailer|\Z)")
_NEXT = re.compile(rb"\d+\s+\d+\s+obj\b|\bxref\b|\bstartxref\b|\btrailer\b|\bendstream\b|%%EOF|\Z")


def check_ends(data: bytes, verdict: Verdict) -> bool:
    """Whether the end is marked. Without the mark the file may still be whole: then it opens without any repair."""
    header = _HEADER.match(data)
    if header is None:
        raise Refuse("mixed" if b"%PDF-" in data[:4096] else "damaged")
    _check_promised_length(data)
    marked = _check_end(data, verdict)
    _check_gaps(data, header.end())
    return marked


def _check_promised_length(data: bytes) -> None:
    """A file made for reading while it loads says in its first lines how long it is."""
    promised = _LINEARIZED.search(data, 0, _HEAD + 400)
    if promised and int(promised[1][:12]) > len(data):
        raise Refuse("cut-off")


def _check_end(data: bytes, verdict: Verdict) -> bool:
    marker = data.rfind(_END)
    tail = data[marker + len(_END) :] if marker >= 0 else data
    # A linearised or updated file has an earlier %%EOF: objects after the last one mean the end is missing.
    if marker < 0 or _OBJECT.search(tail):
        if not _UNMARKED_END.search(data, max(0, len(data) - 200)):
            raise Refuse("cut-off")
        verdict.remark("repaired")
        return False
    check_tail(tail, verdict=verdict, few_only=True)
    if ends_as_zip(data):
        raise Refuse("mixed")
    return True


def _check_gaps(data: bytes, start: int) -> None:
    _check_gap(data, start)
    for end in _after(data, b"endobj"):
        if not _USUAL.match(data, end):
            _check_gap(data, end)
    for end in _after(data, _END):
        _check_gap(data, end)


def _after(data: bytes, word: bytes) -> Iterator[int]:
    at = data.find(word)
    while at >= 0:
        at += len(word)
        yield at
        at = data.find(word, at)


def _check_gap(data: bytes, start: int) -> None:
    following = _NEXT.search(data, start)
    gap = data[start : following.start() if following else len(data)]
    if is_foreign(gap.replace(b"%PDF-", b"")):  # some programs begin each revision with a header
        raise Refuse("mixed")
