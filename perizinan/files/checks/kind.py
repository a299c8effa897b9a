"""Is it what its name says, and a kind that is wanted here?"""

import pylibmagic  # noqa: F401  (first: it tells the next line where libmagic is on a machine that has none)

# isort: split
import magic

from perizinan.files.checks.verdict import Refuse, Verdict
from perizinan.files.kinds import PDF, Kind, by_ending, by_media_type, by_word, ending_of

_HEAD = 8192


def decide_kind(data: bytes, *, name: str, accept: list[str], verdict: Verdict) -> Kind:
    verdict.content_type = media_type(data)
    found = by_media_type(verdict.content_type)
    named = by_ending(name)
    if found is None or found not in {by_word(word) for word in accept}:
        raise Refuse("wrong-type", accepted=accept)
    verdict.content_type = found.media_type
    if named is not found:
        verdict.facts["found"] = found.name
        if named is None or PDF in (named, found):
            raise Refuse("mismatch", ending=ending_of(name), found=found.name)
        verdict.remark("renamed")  # phones and chats often name a JPEG .png or .heic
    return found


def media_type(data: bytes) -> str:
    return str(magic.from_buffer(data[:_HEAD], mime=True))
