"""The name of an upload as people see it. Storage never uses it."""

import re
import unicodedata

from perizinan.files.kinds import Kind, ending_of

MAX_NAME = 120  # letters; Django cuts names at 255 before we see them, and 120 fit on a page
MAX_BYTES = 200  # file systems hold 255, and a download may get another ending
_NAMELESS = "berkas"
_OF_WINDOWS = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?=\.|$)", re.IGNORECASE)


def shown_name(raw: str) -> tuple[str, bool]:
    """The cleaned name and whether it was shortened."""
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1]
    # Controls, format characters (a right-to-left override turns "exe.pdf" around), surrogates, private use.
    visible = "".join(" " if unicodedata.category(c).startswith("Z") else c for c in base if not _is_hidden(c))
    name = re.sub(r"[<>:\"|?*;]", "_", re.sub(r" +", " ", visible)).strip(" .")
    if not name:
        return _NAMELESS, False
    name = _OF_WINDOWS.sub(r"_\1", name) if _OF_WINDOWS.match(name) else name  # "NUL.pdf" cannot be saved there
    if len(name) <= MAX_NAME and len(name.encode()) <= MAX_BYTES:
        return name, False
    ending = ending_of(name) if len(ending_of(name)) <= 10 else ""
    return _cut(name[: len(name) - len(ending)], ending) + ending, True


def _cut(stem: str, ending: str) -> str:
    room = stem[: MAX_NAME - len(ending)].encode()[: MAX_BYTES - len(ending.encode())]
    return room.decode(errors="ignore").rstrip(" .") or _NAMELESS


def download_name(name: str, kind: Kind | None) -> str:
    """The name with an ending that is true to the bytes."""
    if kind is None or ending_of(name) in kind.endings:
        return name
    return f"{name}{kind.endings[0]}"


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}
