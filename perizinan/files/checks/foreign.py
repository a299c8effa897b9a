"""Signs of another file inside this one: scripts, archives, programs."""

import io
import re
import struct
import unicodedata
import zipfile

# Each begins with the same letter: that one is searched for, which is ten times as fast as a choice of letters.
_SCRIPT = re.compile(rb"<(?:\?php|\?=(?:\$_|`\$)|script|html|!doctype html|svg[\s>]|iframe)", re.IGNORECASE)
_FILES = (b"%PDF-", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"PK\x05\x06")
_ZIPPED = re.compile(rb"PK\x03\x04[\x0a\x14\x2d\x33\x3f]\0")
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"MSCF",
    b"ITSF",
    b"L\0\0\0\x01\x14\x02\0",  # a Windows shortcut
    b"FWS",
    b"CWS",
    b"ZWS",
    b"dex\n",
)
_PROGRAM_ENDINGS = re.compile(
    r"\.(exe|com|scr|pif|bat|cmd|ps1|psm1|vb[es]?|jse?|mjs|ws[cfh]|hta|lnk|url|msi|msp|dll|cpl|reg|jar|chm|swf|sct|app"
    r"|apk|xll|py[wcz]?|sh|command|desktop|x?html?|mht(ml)?|svgz?|php\d?|asp|jsp|docm|dotm|xlsm|xlsb|xltm|xlam|pptm|iqy|slk|iso|img"
    r"|settingcontent-ms|search-ms|library-ms|application|gadget)$",
    re.IGNORECASE,
)
_END_OF_ZIP = b"PK\x05\x06"
_LONGEST_COMMENT = 65_535
_END_SIZE = 22


def is_foreign(data: bytes) -> bool:
    """Between and behind the parts of a document, where nothing else has a place."""
    return (
        data.lstrip().startswith(_PROGRAMS)
        or has_script(data)
        or any(mark in data for mark in _FILES)
        or bool(_ZIPPED.search(data))
    )


def has_script(data: bytes) -> bool:
    return bool(_SCRIPT.search(data))


def hides_in_photo(data: bytes) -> bool:
    """In the bytes of a picture these words do not come by chance; in its notes nobody needs them."""
    return has_script(data) or b"%PDF-" in data


def is_program(data: bytes, name: str = "") -> bool:
    """Something that acts when it is opened, by its content or by its name."""
    return data.startswith(_PROGRAMS) or is_program_name(name) or _is_page(data)


def is_program_name(name: str) -> bool:
    """Blanks and signs nobody sees do not hide an ending: some programs drop them when they save the file."""
    seen = "".join(letter for letter in name if unicodedata.category(letter)[0] not in "CZ")
    return bool(_PROGRAM_ENDINGS.search(seen.rstrip(".")))


def opens_as_zip(data: bytes) -> bool:
    """Whether its directory stands anywhere near the end: lenient programs open that."""
    return zipfile.is_zipfile(io.BytesIO(data))


def ends_as_zip(data: bytes) -> bool:
    """Whether the last byte is the last of a zip. An attachment kept unpacked may stand before the end of a PDF."""
    at = data.rfind(_END_OF_ZIP, max(0, len(data) - _LONGEST_COMMENT - _END_SIZE))
    while at >= 0:
        if len(data) >= at + _END_SIZE and at + _END_SIZE + struct.unpack_from("<H", data, at + 20)[0] == len(data):
            return True
        at = data.rfind(_END_OF_ZIP, max(0, len(data) - _LONGEST_COMMENT - _END_SIZE), at)
    return False


def _is_page(data: bytes) -> bool:
    head = data[:4096]
    return has_script(head) and not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-")
