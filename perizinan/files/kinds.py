"""The kinds of files the portal takes, their endings and media types."""

from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True)
class Kind:
    name: str
    media_types: tuple[str, ...]
    endings: tuple[str, ...]
    is_image: bool = True
    is_office: bool = False

    @property
    def media_type(self) -> str:
        return self.media_types[0]


PDF = Kind("pdf", ("application/pdf",), (".pdf",), is_image=False)
JPEG = Kind("jpg", ("image/jpeg",), (".jpg", ".jpeg", ".jpe", ".jfif"))
PNG = Kind("png", ("image/png",), (".png",))
WEBP = Kind("webp", ("image/webp",), (".webp",))
HEIC = Kind("heic", ("image/heic", "image/heif"), (".heic", ".heif"))
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = Kind("docx", (f"{_OFFICE}.wordprocessingml.document",), (".docx",), is_image=False, is_office=True)
XLSX = Kind("xlsx", (f"{_OFFICE}.spreadsheetml.sheet",), (".xlsx",), is_image=False, is_office=True)
KINDS = (PDF, JPEG, PNG, WEBP, HEIC, DOCX, XLSX)


def ending_of(name: str) -> str:
    return PurePath(name).suffix.lower()


def by_ending(name: str) -> Kind | None:
    ending = ending_of(name)
    return next((kind for kind in KINDS if ending in kind.endings), None)


def by_media_type(media_type: str) -> Kind | None:
    return next((kind for kind in KINDS if media_type in kind.media_types), None)


def by_word(word: str) -> Kind | None:
    """A kind as permit types write it: `pdf`, `.jpeg` or `image/png`."""
    return by_media_type(word.lower()) or by_ending(f"x.{word.lower().lstrip('.')}")


def accepted(words: tuple[str, ...]) -> tuple[Kind, ...]:
    named = {by_word(word) for word in words}
    if None in named or not named:
        raise ValueError(f"accept names an unknown kind of file: {words!r}")
    return tuple(kind for kind in KINDS if kind in named)
