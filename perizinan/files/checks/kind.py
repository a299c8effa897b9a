"""Is it what its name says, and a kind that is wanted here?"""

import re

import pylibmagic  # noqa: F401  (first: it tells the next line where libmagic is on a machine that has none)

# isort: split
import magic

from perizinan.files.checks import office
from perizinan.files.checks.verdict import Refuse, Verdict
from perizinan.files.kinds import HEIC, JPEG, PDF, PNG, WEBP, Kind, by_ending, by_media_type, by_word, ending_of

_HEAD = 8192
_PDF = re.compile(rb"[\0\t\n\f\r \xef\xbb\xbf]{0,1024}%PDF-")
_STILLS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}


def read_signatures() -> None:
    magic.from_buffer(b"", mime=True)


def decide_kind(data: bytes, *, name: str, accept: list[str], verdict: Verdict) -> Kind:
    verdict.content_type = media_type(data, accept)
    found = by_media_type(verdict.content_type)
    named = by_ending(name)
    if found is None or found not in {by_word(word) for word in accept}:
        raise Refuse("wrong-type", accepted=accept)
    verdict.content_type = found.media_type
    if named is not found:
        verdict.facts["found"] = found.name
        if named is None or not (named.is_image and found.is_image):
            raise Refuse("mismatch", ending=ending_of(name), found=found.name)
        verdict.remark("renamed")  # phones and chats often name a JPEG .png or .heic
    return found


def media_type(data: bytes, accept: list[str]) -> str:
    if kind := kind_by_first_bytes(data):
        return kind.media_type
    if office.is_wanted(accept) and (found := office.decide_office(data, accept=accept)):
        return found
    said = str(magic.from_buffer(data[:_HEAD], mime=True))
    return "" if by_media_type(said) is HEIC else said  # it takes some AVIF for one


def kind_by_first_bytes(data: bytes) -> Kind | None:
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp" and _is_still(data):
        return HEIC
    return PDF if _PDF.match(data) else None


def _is_still(data: bytes) -> bool:
    """Of the brands in the first box; AVIF shares one of them but nobody here can show it."""
    size = int.from_bytes(data[:4], "big")
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, min(size, 256), 4))}
    return bool(brands & _STILLS) and not brands & {b"avif", b"avis"}
