"""Which characters the letters' font can print; anything else would make PDF/A-2a impossible."""

import unicodedata

REPLACEMENT = "\N{WHITE SQUARE}"

# Every character in these ranges that Unicode has assigned is drawn by the fonts inside typst (a test prints them all).
_PRINTABLE = (
    (0x0020, 0x007E),
    (0x00A0, 0x00AC),
    (0x00AE, 0x017F),
    (0x0391, 0x03A9),
    (0x03B1, 0x03C9),
    (0x0410, 0x044F),
    (0x1E00, 0x1EF9),
    (0x2010, 0x2027),
    (0x2030, 0x203A),
    (0x2070, 0x2094),
    (0x20AC, 0x20AC),
    (0x2116, 0x2116),
    (0x2122, 0x2122),
    (0x2153, 0x215E),
    (0x2190, 0x2193),
    (0x2202, 0x2202),
    (0x2211, 0x2212),
    (0x221A, 0x221A),
    (0x2248, 0x2248),
    (0x2260, 0x2265),
    (0x25A1, 0x25A1),
)


def printable(text: str) -> str:
    """Composed letters, plain line breaks; invisible and reordering characters dropped, unknown ones as a square."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return "".join(_printed(char) for char in composed)


def _printed(char: str) -> str:
    if char == "\n" or _drawn(char):
        return char
    if unicodedata.category(char) in {"Zl", "Zp"}:
        return "\n"
    if unicodedata.category(char) == "Zs":
        return " "
    return "" if unicodedata.category(char) in {"Cc", "Cf", "Mn", "Me"} else REPLACEMENT


def _drawn(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in _PRINTABLE) and unicodedata.category(char) != "Cn"
