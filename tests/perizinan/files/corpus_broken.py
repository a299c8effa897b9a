"""Files that are cut off, joined to others, or of another kind."""

import gzip
from functools import partial

from tests.perizinan.files import made_images, made_pdf
from tests.perizinan.files.corpus_kit import (
    File,
    first_part,
    in_format,
    linear,
    nine,
    noisy_linear,
    table,
    tar,
)
from tests.perizinan.files.made import EICAR, photo, zipped
from tests.perizinan.files.made_images import PHP
from tests.perizinan.files.made_pdf import raw, stream

CUT_PDF = {
    **{f"{share:.0%} of it": File(lambda s=share: nine()[: int(len(nine()) * s)], refused="cut-off")
       for share in (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97)},
    **{f"last {n} bytes gone": File(lambda n=n: nine()[:-n], refused="cut-off") for n in (9, 12, 20, 60, 300)},
    **{f"linearised, last {n} bytes gone": File(lambda n=n: linear()[:-n], refused="cut-off") for n in (40, 200, 700)},
    "linearised, only the first part": File(lambda: first_part(noisy_linear()), refused="cut-off"),
    "cut and glued": File(lambda: nine()[:1500] + b"\nstartxref\n9\n%%EOF\n", refused="cut-off"),
    "update cut off": File(lambda: made_pdf.updated(raw(), 4, stream(b"q"))[:-40], refused="cut-off"),
    "only a header": File(lambda: b"%PDF-1.7\n", refused="cut-off"),
    "header and end": File(lambda: b"%PDF-1.7\n%%EOF\n", refused="damaged"),
    "noise between header and end": File(
        lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"\n%%EOF\n", refused="damaged"
    ),
    "one byte": File(lambda: b"%", refused="wrong-type"),
    "empty": File(lambda: b"", refused="empty"),
}  # fmt: skip

JOINED_PDF = table(
    None,
    [
        ("page in front", lambda: b"<html><script>1</script></html>\n" + raw(), {}),
        ("photo in front", lambda: photo(size=(64, 64)) + raw(), {"refused": "mismatch"}),
        ("zip in front", lambda: zipped(data=b"x") + raw(), {"refused": "wrong-type"}),
        ("page in a comment at the start", lambda: raw(header=b"%PDF-1.7\n%<script>alert(1)</script>\n"), {}),
        ("page between objects", lambda: raw({3: made_pdf.PAGE[3] + b"\nendobj\n<script>1</script>\n9 0 obj 1"}), {}),
        ("page in a comment between", lambda: raw({3: made_pdf.PAGE[3] + b"\nendobj\n%<html>\n9 0 obj 1"}), {}),
        ("page behind", lambda: raw() + b"<script>alert(1)</script>", {}),
        ("page behind, and a second end", lambda: raw() + b"<script>alert(1)</script>\n%%EOF\n", {}),
        ("PHP behind", lambda: raw() + PHP, {}),
        ("zip behind", lambda: raw() + zipped(data=b"x"), {}),
        ("zip behind, and a second end", lambda: raw() + zipped(data=b"x") + b"\n%%EOF\n", {}),
        ("zip around", lambda: made_pdf.zip_around(zipped(data=b"x")), {}),
        ("rar behind", lambda: raw() + b"Rar!\x1a\x07\x01\0" + bytes(99), {}),
        ("program behind", lambda: raw() + b"MZ\x90\0" + bytes(300), {}),
        ("noise behind", lambda: raw() + b"x" * 2000, {}),
        ("eicar behind", lambda: raw() + EICAR, {"refused": "infected"}),
    ],
    refused="mixed",
)

OTHER_KINDS = {
    **{f"{name}": File(data, refused="wrong-type") for name, data in {
        "web page": lambda: b"<!DOCTYPE html><html><script>1</script></html>",
        "drawing": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "letter": lambda: b"From: a@contoh.invalid\nSubject: halo\nMIME-Version: 1.0\n\nisi",
        "Windows program": lambda: b"MZ\x90\0" + bytes(300),
        "Linux program": lambda: b"\x7fELF\x02\x01\x01" + bytes(300),
        "shell script": lambda: b"#!/bin/sh\nrm -rf /\n",
        "PHP": lambda: PHP,
        "text": lambda: b"halo",
        "zip": lambda: zipped(data=b"x"),
        "rar": lambda: b"Rar!\x1a\x07\x01\0" + bytes(99),
        "7z": lambda: b"7z\xbc\xaf\x27\x1c" + bytes(99),
        "gz": lambda: gzip.compress(b"halo"),
        "tar": tar,
        "old Word": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "rich text": lambda: b"{\\rtf1 halo}",
        "PostScript": lambda: b"%!PS-Adobe-3.0\nshowpage\n",
        "form data": lambda: b"%FDF-1.2\n1 0 obj<</FDF<</F(a.pdf)>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        "Flash": lambda: b"CWS\x09" + bytes(99),
        "shortcut": lambda: b"L\0\0\0\x01\x14\x02\0" + bytes(99),
        "Java class": lambda: b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(99),
        "zeros": lambda: bytes(5000),
    }.items()},
    **{f"{format} named {ending}": File(partial(in_format, format), f"a.{ending}", "wrong-type") for format, ending in (
        ("GIF", "png"), ("TIFF", "jpg"), ("BMP", "jpg"), ("ICO", "png"), ("JPEG2000", "jpg"), ("TGA", "png"),
        ("AVIF", "heic"),
    )},
    "Photoshop named jpg": File(lambda: b"8BPS\0\x01" + bytes(300), "a.jpg", "wrong-type"),
    "film named heic": File(
        lambda: made_images.box(b"ftyp", b"mp42\0\0\0\0mp42isom") + bytes(99), "a.heic", "wrong-type"
    ),
    "photo named pdf": File(photo, "a.pdf", "mismatch"),
    "pdf named jpg": File(raw, "a.jpg", "mismatch"),
    "program behind two endings": File(raw, "surat.pdf.exe", "wrong-ending"),
    "no ending": File(raw, "surat", "wrong-ending"),
    "ending turned around": File(raw, "surat\u202efdp.exe", "wrong-ending"),
    "zip": File(zipped, "a.zip", "wrong-ending"),
    "drawing": File(lambda: b"<svg/>", "a.svg", "wrong-ending"),
}  # fmt: skip
