"""The name of an upload as people see it. Storage never uses it."""

import re
import unicodedata

from perizinan.files.kinds import Kind, ending_of

MAX_NAME = 120  # Django cuts names at 255 before we see them; 120 also fits on a page and in any file system
_NAMELESS = "berkas"


def shown_name(raw: str) -> tuple[str, bool]:
    """The cleaned name and whether it was shortened."""
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1]
    # Controls, format characters (a right-to-left override turns "exe.pdf" around), surrogates, private use.
    visible = "".join(" " if unicodedata.category(c).startswith("Z") else c for c in base if not _is_hidden(c))
    name = re.sub(r"[<>:\"|?*;]", "_", re.sub(r" +", " ", visible)).strip(" .")
    if not name:
        return _NAMELESS, False
    if len(name) <= MAX_NAME:
        return name, False
    ending = ending_of(name) if len(ending_of(name)) <= 10 else ""
    return name[: MAX_NAME - len(ending)].rstrip(" .") + ending, True


def download_name(name: str, kind: Kind | None) -> str:
    """The name with an ending that is true to the bytes."""
    if kind is None or ending_of(name) in kind.endings:
        return name
    return f"{name}{kind.endings[0]}"


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}
