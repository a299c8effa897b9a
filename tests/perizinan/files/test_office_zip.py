"""The zip around an office file: what its directory may say, and where its bytes must prove it."""

import struct
import zipfile

import pytest

from perizinan.files.checks import office_zip
from perizinan.files.checks.office_zip import MAX_ENTRIES, Budget, open_package
from perizinan.files.checks.verdict import Refuse
from tests.perizinan.files import made
from tests.perizinan.files import office_made as office
from tests.perizinan.files.office_made import docx, in_directory, renamed_entry, word, zipped

pytestmark = pytest.mark.unit

PLAIN = docx()
STYLES = b"word/styles.xml"
STORED = zipped(word(), zipfile.ZIP_STORED)


def read_all(data):
    package = open_package(data, Budget())
    return {name: package.read(name) for name in package.entries}


def refused(data):
    with pytest.raises(Refuse) as refusal:
        read_all(data)
    return refusal.value.code


def test_what_was_written_is_read():
    assert read_all(PLAIN) == {name.lower(): part.encode() for name, part in word().items()}
    assert read_all(STORED) == read_all(PLAIN) == read_all(office.streamed(word()))


def twice():
    with pytest.warns(UserWarning, match="Duplicate"):
        return zipped([*word().items(), ("word/styles.xml", "<a/>")])


REFUSED = {
    "same name twice": (twice(), "damaged"),
    "same name in capitals": (docx({"word/Styles.XML": "x"}), "damaged"),
    "traversal": (docx({"../../etc/cron.d/a": "x"}), "damaged"),
    "traversal inside": (docx({"word/../../a": "x"}), "damaged"),
    "absolute": (docx({"/etc/passwd": "x"}), "damaged"),
    "backslash": (renamed_entry(docx({"word/xx/a.xml": "x"}), b"word/xx/a.xml", b"word\\..\\a.xml"), "damaged"),
    "drive": (docx({"C:/a.exe": "x"}), "damaged"),
    "end of text in a name": (renamed_entry(PLAIN, STYLES, b"word/a.xml\0.exe"), "damaged"),
    "new line in a name": (renamed_entry(PLAIN, STYLES, b"word/styles\nxml"), "damaged"),
    "locked entry": (in_directory(PLAIN, STYLES, 8, 1), "encrypted-office"),
    "locked entry, strong": (in_directory(PLAIN, STYLES, 8, 0x41), "encrypted-office"),
    "another compression": (zipped(word(), zipfile.ZIP_BZIP2), "damaged"),
    "unknown compression": (in_directory(PLAIN, STYLES, 10, 99), "damaged"),
    "compression of the header differs": (in_directory(PLAIN, STYLES, 10, 0), "damaged"),
    "size of the header differs": (in_directory(STORED, STYLES, 24, 10), "damaged"),
    "wrong sum": (in_directory(PLAIN, STYLES, 16, 7), "damaged"),
    "name of the header differs": (PLAIN.replace(STYLES, b"word/stylez.xml", 1), "damaged"),
    "cut off": (PLAIN[:-30], "cut-off"),
    "half": (PLAIN[: len(PLAIN) // 2], "cut-off"),
    "program in front": (b"MZ" + bytes(200) + PLAIN, "mixed"),
    "program in front, offsets mended": (office.behind(b"MZ" + bytes(200)), "mixed"),
    "program behind": (PLAIN + b"MZ" + bytes(200), "mixed"),
    "pdf behind": (PLAIN + made.pdf(), "mixed"),
    "pdf in the comment": (zipped(word(), comment=made.pdf()[:3000]), "mixed"),
    "between the entries and the directory": (office.hidden_between(), "mixed"),
    "two names for the same bytes": (office.overlapping(), "office-too-complex"),
    "unpacks to a hundred times": (docx({"a.xml": bytes(30 << 20)}), "office-too-complex"),
    "promises gigabytes": (in_directory(PLAIN, STYLES, 24, 0xFFFFFFF0), "office-too-complex"),
    "promises little, unpacks to much": (office.lying_size(), "office-too-complex"),
    "ten thousand entries": (zipped({f"a/{n}": b"" for n in range(MAX_ENTRIES + 1)}), "office-too-complex"),
    "nothing in it": (zipped({}), "damaged"),
    "no zip at all": (b"PK\x03\x04" + bytes(100), "cut-off"),
    "offset beyond the end": (in_directory(PLAIN, STYLES, 42, 0x7FFFFFFF), "mixed"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(data, code):
    assert refused(data) == code


def test_all_parts_together_have_one_budget():
    package = open_package(PLAIN, Budget(left=100))

    with pytest.raises(Refuse, match="office-too-complex"):
        [package.read(name) for name in package.entries]


def test_no_more_is_unpacked_than_was_promised(monkeypatch):
    asked = []
    real = office_zip.zlib.decompressobj

    class Unpacker:
        def __init__(self, *args):
            self.real = real(*args)

        def decompress(self, packed, most):
            asked.append(most)
            return self.real.decompress(packed, most)

        def __getattr__(self, name):
            return getattr(self.real, name)

    monkeypatch.setattr(office_zip.zlib, "decompressobj", Unpacker)

    assert refused(office.lying_size()) == "office-too-complex"
    assert max(asked) < 10_000


def test_every_cut_and_every_flipped_byte_ends_in_a_verdict():
    """Whatever is broken, it is refused or read as it was; nothing else escapes."""
    for at in range(0, len(PLAIN), 7):
        for data in (PLAIN[:at], PLAIN[:at] + bytes([PLAIN[at] ^ 0xFF]) + PLAIN[at + 1 :]):
            try:
                read_all(data)
            except Refuse as refusal:
                assert refusal.code in {"damaged", "cut-off", "mixed", "office-too-complex", "encrypted-office"}  # noqa: PT017


def test_the_header_of_a_zip64_entry_is_understood():
    with zipfile.ZipFile(target := office.io.BytesIO(), "w") as archive:
        for name, part in word().items():
            with archive.open(name, "w", force_zip64=True) as entry:
                entry.write(part.encode())
    assert struct.pack("<L", 0xFFFFFFFF) in target.getvalue()
    assert read_all(target.getvalue()) == read_all(PLAIN)
