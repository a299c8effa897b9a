"""Bytes behind a document: another file joined to it (a polyglot), or what phones add."""

from perizinan.files.checks.foreign import is_foreign
from perizinan.files.checks.image_ends import end_of_image
from perizinan.files.checks.verdict import Refuse, Verdict
from perizinan.files.kinds import JPEG

_BLANK = b"\0\t\n\f\r \x1a"
_SECOND_PHOTO = b"\xff\xd8\xff"  # phones keep a brightness map this way; not worth a word
_FEW = 1024
_MAX_PHOTOS = 100


def check_tail(tail: bytes, *, verdict: Verdict, few_only: bool = False) -> None:
    """`few_only`: a PDF has no honest reason for a long tail, a photo may carry a short video."""
    rest = tail.strip(_BLANK)
    if not rest:
        return
    if is_foreign(rest) or (few_only and len(rest) > _FEW):
        raise Refuse("mixed")
    rest = _behind_photos(rest)
    if is_foreign(rest):
        raise Refuse("mixed")
    if rest:
        verdict.remark("extra-data")


def _behind_photos(rest: bytes) -> bytes:
    """What follows the whole photos it begins with."""
    for _ in range(_MAX_PHOTOS):
        end = end_of_image(rest, JPEG) if rest.startswith(_SECOND_PHOTO) else None
        if end is None:
            break
        rest = rest[end:].strip(_BLANK)
    return rest
